import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { repositoryRoot } from '../repository-root.ts'
import { generatedFiles, schemaPath, specs } from './generated-files.ts'
import { withKeysOf } from './example-steps.ts'

const files = await generatedFiles(repositoryRoot)
const onDisk = (path: string): Promise<string> => readFile(join(repositoryRoot, path), 'utf8')

test.each([...files.keys()])('%s is what `pnpm generate` writes', async (path) => {
  expect(await onDisk(path)).toBe(files.get(path))
})

test.each(specs)(
  'steps of $id, in its README and in shipped workflows, use inputs that exist and outputs that exist',
  async (spec) => {
    const pages = [
      await onDisk(`actions/${spec.id}/README.md`),
      ...[...files].filter(([path]) => path.endsWith('.yml')).map(([, text]) => text),
    ]
    const used = pages.flatMap((page) => withKeysOf(page, spec.id))
    expect(used.length).toBeGreaterThan(0)
    expect(used.filter((name) => !Object.hasOwn(spec.inputs, name))).toEqual([])
  },
)

test('a step that names an input wrongly is seen', () => {
  const page = '```yaml\n- uses: stagecoach/stagecoach/actions/rollback@v1\n  with:\n    enviroment: qa\n```'
  expect(withKeysOf(page, 'rollback')).toEqual(['enviroment'])
})

test('the schema on disk takes the configuration of the shop and refuses a misspelt key', async () => {
  // The file follows from configJsonSchema(), whose output is an object.
  const schema = JSON.parse(await onDisk(schemaPath)) as object
  const config = parse(await onDisk('examples/shop/.github/stagecoach.yml')) as object
  const validate = new Ajv2020({ strict: false }).compile(schema)
  expect(validate(config), JSON.stringify(validate.errors)).toBe(true)
  expect(validate({ ...config, enviroments: {} })).toBe(false)
})
