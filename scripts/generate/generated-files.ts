import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderActionYml, withTables } from '@stagecoach/action-kit'
import { configJsonSchema, defaultConfigPath, parseConfig, renderWorkflows } from '@stagecoach/core'
import { format } from 'prettier'
import { spec as buildPackage } from '../../actions/build-package/src/spec.ts'
import { spec as deployEnv } from '../../actions/deploy-env/src/spec.ts'
import { spec as gateApproval } from '../../actions/gate-approval/src/spec.ts'
import { spec as promoteEnv } from '../../actions/promote-env/src/spec.ts'
import { spec as resetEnv } from '../../actions/reset-env/src/spec.ts'
import { spec as rollback } from '../../actions/rollback/src/spec.ts'

export const specs = [buildPackage, promoteEnv, gateApproval, deployEnv, rollback, resetEnv]

/** Consumer repositories whose Stagecoach workflows are the ones `stagecoach init` writes. */
const examples = ['examples/shop']

/** The schema of the configuration, for editors. */
export const schemaPath = 'docs/stagecoach.schema.json'

/** Everything in the repository that follows from something else in it: path → text. */
export async function generatedFiles(root: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const spec of specs) {
    const readme = `actions/${spec.id}/README.md`
    files.set(`actions/${spec.id}/action.yml`, renderActionYml(spec))
    files.set(readme, withTables(await readFile(join(root, readme), 'utf8'), spec))
  }
  for (const example of examples) {
    const file = `${example}/.github/stagecoach.yml`
    const config = parseConfig(await readFile(join(root, file), 'utf8'), { file, blob: '', defaultBranch: 'main' })
    for (const [path, text] of Object.entries(renderWorkflows({ ...config, path: defaultConfigPath })))
      files.set(`${example}/${path}`, text)
  }
  files.set(schemaPath, await format(JSON.stringify(configJsonSchema()), { parser: 'json', printWidth: 130 }))
  return files
}
