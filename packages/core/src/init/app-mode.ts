import { defaultConfigPath } from '../config/config-path.ts'
import { pinned, type Permission, permissions, quote, reasons, use, type WorkflowOptions } from './workflow-text.ts'

/** GitHub environment that keeps the App's key from every branch but the default one. */
export const appEnvironment = 'stagecoach'

/** Rights that only an App's token asks for by these names, with their reasons. */
const appReasons = {
  ...reasons,
  'members: read': 'read the teams that a gate names',
  'workflows: write': 'carry features that change workflow files',
} as const

export type AppPermission = keyof typeof appReasons

/** What a job with rights needs, in either mode. */
export interface Rights {
  app: boolean
  /** Of the token that the actions are given. */
  wanted: readonly Permission[]
  /** Rights that only an App can have. */
  more?: readonly AppPermission[]
  /** What other actions of the job need of GITHUB_TOKEN, when the App's token does the rest. */
  kept?: readonly Permission[]
  /** The GitHub environment of the job; a job with rights and no other one has the App's. */
  environment?: readonly string[]
}

/** `environment:` and `permissions:` of a job, indented for one. */
export function jobRights({ app, wanted, kept = [], environment }: Rights): string[] {
  if (!app) return [...(environment ?? []), ...permissions(...wanted)]
  const own = environment ?? [
    "    # Holds the App's key, and accepts the default branch only.",
    '    environment:',
    `      name: ${appEnvironment}`,
    '      deployment: false',
  ]
  return [
    ...own,
    ...(kept.length === 0 ? ['    # GITHUB_TOKEN has no right here.', '    permissions: {}'] : permissions(...kept)),
  ]
}

/** First step of a job with rights: a token of the App that can do what this job does and no more. */
export function tokenStep({ app, wanted, more = [] }: Rights): string[] {
  if (!app) return []
  return [
    '      - id: app',
    `        uses: ${pinned.appToken}`,
    '        with:',
    '          client-id: ${{ vars.STAGECOACH_APP_CLIENT_ID }}',
    '          private-key: ${{ secrets.STAGECOACH_APP_KEY }}',
    ...[...wanted, ...more].map((line) => `          permission-${line} # ${appReasons[line]}`),
  ]
}

/** Inputs of every step that acts: where the configuration is, and with an App as whom; `with:` stands above them. */
export function commonInputs(options: Pick<WorkflowOptions, 'app' | 'config'>): string[] {
  const token = [
    '          github-token: ${{ steps.app.outputs.token }}',
    '          app-slug: ${{ steps.app.outputs.app-slug }}',
  ]
  return [...configInput(options), ...(options.app ? token : [])]
}

/** Only where it is not in its usual place. */
export function configInput({ config: { path } }: Pick<WorkflowOptions, 'config'>): string[] {
  return path === defaultConfigPath ? [] : [`          config: ${quote(path)}`]
}

/**
 * The job for events whose runs use the workflow file of a branch: it has no key, and starts this workflow on the default branch.
 * `condition` are the lines of its `if:`.
 */
export function wakeJob(
  options: WorkflowOptions,
  action: string,
  condition: readonly string[],
  inputs: readonly string[],
): string[] {
  return [
    "  # This event's run may use another branch's workflow file: it holds no key, and starts this workflow on the default branch.",
    '  wake:',
    ...condition,
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 5',
    '    permissions:',
    '      contents: read # read the configuration',
    '      actions: write # start the workflow',
    '    steps:',
    `      - uses: ${use(options, action)}`,
    '        with:',
    ...configInput(options),
    '          act: wake',
    ...inputs,
    '',
  ]
}

/** `if:` of a job with rights where its workflow is also woken. */
export const onlyDispatched = "    if: ${{ github.event_name == 'workflow_dispatch' }}"

/** Input of a workflow that is woken: who caused that run counts as who started this one. */
export function wokenByInput(app: boolean): string[] {
  return app ? ['      woken-by:', '        description: Run that woke this one; empty for a person', '        type: string'] : []
}

export function wokenBy(app: boolean): string[] {
  return app ? ['          woken-by: ${{ inputs.woken-by }}'] : []
}
