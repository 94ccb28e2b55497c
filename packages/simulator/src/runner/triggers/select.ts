import type { SimEvent } from '../../events.ts'
import { isList, isMap, toText } from '../expressions/value.ts'
import type { Value, ValueMap } from '../expressions/value.ts'
import { matchesFilter } from '../glob.ts'
import type { Triggers } from '../workflow/workflow.ts'

/** Activity types that start a workflow when `types:` is not given; events not named here take every type. */
const DEFAULT_TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
}

/** Whether an event starts a workflow with these triggers (https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows). */
export function selects(on: Triggers, event: SimEvent): boolean {
  const declared = on.get(event.name)
  if (declared === undefined) return false
  const rule = isMap(declared) ? declared : {}
  if (!typeMatches(rule, event)) return false
  if (event.name === 'push') return !skipsByMessage(headMessage(event)) && pushMatches(rule, event)
  if (event.name === 'pull_request' || event.name === 'pull_request_target') {
    return nameMatches(rule, 'branches', event.baseBranch ?? '') && pathsMatch(rule, event)
  }
  if (event.name === 'workflow_run') return workflowRunMatches(rule, event)
  return true
}

function typeMatches(rule: ValueMap, event: SimEvent): boolean {
  const types = rule['types'] === undefined ? DEFAULT_TYPES[event.name] : texts(rule['types'])
  return types === undefined || event.action === undefined || types.includes(event.action)
}

function pushMatches(rule: ValueMap, event: SimEvent): boolean {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/s.exec(event.ref) ?? []
  if (kind === undefined || name === undefined || /^0+$/.test(event.sha)) return false
  const forBranches = rule['branches'] !== undefined || rule['branches-ignore'] !== undefined
  const forTags = rule['tags'] !== undefined || rule['tags-ignore'] !== undefined
  if (kind === 'tags') return forTags ? nameMatches(rule, 'tags', name) : !forBranches
  if (forTags && !forBranches) return false
  return nameMatches(rule, 'branches', name) && pathsMatch(rule, event)
}

function nameMatches(rule: ValueMap, key: 'branches' | 'tags', name: string): boolean {
  const wanted = rule[key]
  const ignored = rule[`${key}-ignore`]
  if (wanted !== undefined) return matchesFilter(texts(wanted), name)
  return ignored === undefined || !matchesFilter(texts(ignored), name)
}

function pathsMatch(rule: ValueMap, event: SimEvent): boolean {
  const paths = event.changedPaths
  if (paths === undefined) return true
  if (rule['paths'] !== undefined) {
    const patterns = texts(rule['paths'])
    return paths.some((path) => matchesFilter(patterns, path))
  }
  if (rule['paths-ignore'] === undefined) return true
  const patterns = texts(rule['paths-ignore'])
  return paths.some((path) => !matchesFilter(patterns, path))
}

function workflowRunMatches(rule: ValueMap, event: SimEvent): boolean {
  const run = event.payload['workflow_run'] as Readonly<Record<string, unknown>> | undefined // shape of GitHub's webhook
  const names = texts(rule['workflows'] ?? [])
  return names.includes(String(run?.['name'])) && nameMatches(rule, 'branches', String(run?.['head_branch']))
}

function headMessage(event: SimEvent): string {
  const commit = event.payload['head_commit'] as Readonly<Record<string, unknown>> | null | undefined // shape of GitHub's webhook
  return String(commit?.['message'] ?? '')
}

/** https://docs.github.com/actions/how-tos/manage-workflow-runs/skip-workflow-runs */
function skipsByMessage(message: string): boolean {
  if (/\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/.test(message)) return true
  return /\n\n(?:.*\n)*skip-checks:\s*true\s*$/.test(message)
}

function texts(value: Value): string[] {
  return isList(value) ? value.map(toText) : [toText(value)]
}

/** The cron texts below `on.schedule`. */
export function cronsOf(on: Triggers): string[] {
  const entries = on.get('schedule')
  return isList(entries ?? null) ? (entries as readonly Value[]).filter(isMap).map((entry) => toText(entry['cron'] ?? '')) : []
}
