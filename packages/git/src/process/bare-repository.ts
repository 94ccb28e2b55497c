import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Version 0 is the layout below and nothing else: objects and refs as files (gitrepository-layout(5)). git changes it itself when it keeps a promise of a filter there. */
const config = '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'

/** No branch of this name is ever made, so nothing that git looks up in HEAD depends on what was fetched. */
const head = 'ref: refs/heads/stagecoach/none\n'

/** Makes an empty bare repository where none is, as `git init --bare --template=` does and without starting it. HEAD comes last: with it a repository counts as made. */
export async function prepareRepository(directory: string): Promise<void> {
  if (existsSync(join(directory, 'HEAD'))) return
  for (const folder of ['objects/pack', 'objects/info', 'refs/heads', 'refs/tags']) {
    await mkdir(join(directory, folder), { recursive: true })
  }
  await writeFile(join(directory, 'config'), config)
  await writeFile(join(directory, 'HEAD'), head)
}
