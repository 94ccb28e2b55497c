import { parse } from 'yaml'

interface Workflow {
  permissions?: unknown
  jobs?: Record<string, { permissions?: unknown; steps?: { uses?: string; run?: string; with?: Record<string, unknown> }[] }>
}

/** Our rules for our own workflows, beyond what actionlint knows. Each finding is a sentence. */
export function workflowProblems(text: string): string[] {
  const workflow = parse(text) as Workflow
  return [
    ...topPermissions(workflow),
    ...reasons(text),
    ...pins(text),
    ...credentials(text, workflow),
    ...expressionsInRun(workflow),
  ]
}

function topPermissions({ permissions }: Workflow): string[] {
  const isEmpty = typeof permissions === 'object' && permissions !== null && Object.keys(permissions).length === 0
  return isEmpty ? [] : ['The workflow does not begin with `permissions: {}`.']
}

function reasons(text: string): string[] {
  const granted = text.split('\n').filter((line) => /^\s+[a-z-]+: (read|write)\b/.test(line))
  return granted.filter((line) => !/ # \S/.test(line)).map((line) => `The permission "${line.trim()}" has no reason.`)
}

function pins(text: string): string[] {
  const used = text.split('\n').flatMap((line) => /\buses: (.+)$/.exec(line)?.[1] ?? [])
  const isPinned = (use: string): boolean => use.startsWith('./') || /^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use)
  return used.filter((use) => !isPinned(use)).map((use) => `"${use}" is not pinned to a full SHA with its version behind it.`)
}

function credentials(text: string, { jobs = {} }: Workflow): string[] {
  const checkouts = Object.values(jobs).flatMap(({ steps = [] }) =>
    steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
  )
  const kept = checkouts.filter((step) => step.with?.['persist-credentials'] !== false)
  const explained = text.match(/persist-credentials: true # \S/g)?.length ?? 0
  return kept.length <= explained ? [] : ['A checkout keeps its credentials without a reason.']
}

/** Text from outside reaches a script only through `env:`; we keep every expression out, so that nobody has to judge which is safe. */
function expressionsInRun({ jobs = {} }: Workflow): string[] {
  const scripts = Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []))
  return scripts.filter((run) => run.includes('${{')).map((run) => `A script contains an expression: ${run.trim()}`)
}
