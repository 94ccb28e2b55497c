import {
  cellWords,
  environmentWords,
  shortVersion,
  type DriftStatus,
  type EnvironmentStatus,
  type PackageCell,
  type StatusView,
  type TroubleStatus,
} from '@stagecoach/core'
import type { Style, Tone } from '../terminal/style.ts'
import { renderTable, type Page } from '../terminal/render-table.ts'

/** Packages by environments, then the environments. */
export function renderStatus(view: StatusView, page: Page): string {
  const { style } = page
  const names = view.environments.map((each) => each.name)
  const packages = view.packages.map((each) => [
    each.name,
    each.built === undefined ? '' : shortVersion(each.built.version),
    ...names.map((name) => toned(cellWords(each.cells[name], view.at), toneOf(each.cells[name]), style)),
  ])
  const environments = view.environments.map((each) => {
    const [branch, verified, going] = environmentWords(each, view.at)
    const trouble =
      each.stopped !== undefined ||
      each.paused !== undefined ||
      each.operation?.stage === 'failed' ||
      each.troubles.length > 0 ||
      differencesOf(each).length > 0
    const odd = each.tip.kind === 'missing' || each.tip.kind === 'unreadable'
    return [each.name, toned(branch, odd ? 'red' : undefined, style), verified, toned(going, trouble ? 'red' : undefined, style)]
  })
  const none = style('dim', 'No package was built yet: push a feature with a folder below the migrations folder.')
  return [
    view.packages.length === 0 ? none : renderTable(['package', 'built', ...names], packages, page),
    renderTable(['environment', 'branch', 'verified', 'now'], environments, page),
    ...view.environments.flatMap((each) => each.troubles.map((trouble) => renderTrouble(each.name, trouble, style))),
    ...view.environments.flatMap((each) => renderDrift(each, style)),
  ].join('\n')
}

/** What other hands left: one paragraph, and the commands that mend it. */
function renderTrouble(environment: string, { what, mend }: TroubleStatus, style: Style): string {
  const ways = mend.flatMap(({ to, run }) => [`  ${style('cyan', '→')} to ${to}:`, `    ${run}`])
  return [`\n${style('red', environment)}: ${what}`, ...ways].join('\n')
}

function differencesOf({ drift }: EnvironmentStatus): Extract<DriftStatus, { differences: unknown }>['differences'] {
  return drift === undefined || 'unseen' in drift ? [] : drift.differences
}

function renderDrift(environment: EnvironmentStatus, style: Style): string[] {
  const differences = differencesOf(environment)
  if (differences.length === 0) return []
  const lines = differences.map(
    ({ between, database, what }) => `  ${between}${database === undefined ? '' : ` ${database}`}: ${what}`,
  )
  return [[`\n${style('red', environment.name)} differs from what was recorded:`, ...lines].join('\n')]
}

function toneOf(cell: PackageCell | undefined): Tone | undefined {
  if (cell === undefined) return undefined
  if (
    cell.held !== undefined ||
    cell.deployed !== undefined ||
    cell.present?.state === 'failed' ||
    cell.coming?.state === 'conflict'
  )
    return 'red'
  if (cell.coming !== undefined || cell.present?.state !== 'verified') return 'yellow'
  return 'green'
}

function toned(text: string, tone: Tone | undefined, style: Style): string {
  if (tone === undefined) return text
  return text
    .split('\n')
    .map((line) => style(tone, line))
    .join('\n')
}
