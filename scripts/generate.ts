/** `pnpm generate`: writes action.yml and README tables from the specs, the workflows of the examples from their configuration, and the JSON Schema of the configuration. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generatedFiles } from './generate/generated-files.ts'
import { repositoryRoot } from './repository-root.ts'

for (const [path, text] of await generatedFiles(repositoryRoot)) {
  const place = join(repositoryRoot, path)
  await mkdir(dirname(place), { recursive: true })
  await writeFile(place, text)
}
