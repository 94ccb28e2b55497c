import type { Unclear } from '../foreign/tip-trouble.ts'
import type { Decision } from '../gate/decision.ts'
import type { PromotionEntry } from '../ledger/record.ts'
import { renderGates, renderVerdict } from './gates.ts'
import { codeSpan, escapeText, list } from './markdown.ts'
import { renderOvertaking, renderShared, type SharedObjects } from './neighbours.ts'
import { commentLimit, renderSections } from './sections.ts'
import { renderFindings, renderMigrations, renderPointOfNoReturn } from './statements.ts'

/** Finds our one comment on a pull request; who wrote it is checked beside. */
export const promotionMarker = '<!-- stagecoach:promotion -->'

/** What the comment and the job summary say of one promotion. */
export interface PromotionReport {
  promotion: PromotionEntry
  decision?: Decision
  shared: readonly SharedObjects[]
  /** What another hand did to this promotion. */
  trouble?: Unclear
  /** The environment's data may be thrown away. */
  disposable?: boolean
  /** ISO 8601 UTC. */
  now: string
}

/** The sticky comment: what will run, what leads back, what it meets, which gates are closed and who opens them. Never longer than GitHub takes. */
export function renderPromotion(report: PromotionReport, limit: number = commentLimit): string {
  const { promotion, decision, shared, now } = report
  return renderSections(
    [
      { body: heading(report), dispensable: 0 },
      { body: promotion.state === 'ready' ? renderVerdict(decision, now) : stopped(promotion), dispensable: 0 },
      { body: renderTrouble(report), dispensable: 0 },
      { title: 'Gates', body: renderGates(decision), dispensable: 1 },
      { title: 'What will run', body: renderMigrations(promotion, report.disposable === true), dispensable: 2 },
      { title: 'Point of no return', body: renderPointOfNoReturn(promotion), dispensable: 1 },
      { title: 'What the SQL does', body: renderFindings(promotion), dispensable: 4 },
      { title: 'It can go alone', body: renderOvertaking(promotion.overtakes), dispensable: 3 },
      { title: 'Shared with packages that are not released', body: renderShared(shared), dispensable: 5 },
      { title: 'Changed paths', body: renderPaths(promotion), dispensable: 6 },
      { body: footer(promotion), dispensable: 0 },
    ],
    limit,
  )
}

function heading({ promotion }: PromotionReport): string {
  const { package: pkg, environment, replaces, lane } = promotion
  const name = replaces === undefined || replaces.name === pkg.name ? '' : `${escapeText(replaces.name)} `
  const from = replaces === undefined ? '' : `, instead of ${name}${escapeText(replaces.version)}`
  const by = lane === undefined ? '' : `\n\nLane **${escapeText(lane.name)}**: ${escapeText(lane.reason)}`
  return `${promotionMarker}\n## ${escapeText(pkg.name)} ${escapeText(pkg.version)} → ${escapeText(environment)}${from}${by}`
}

function renderTrouble({ trouble }: PromotionReport): string {
  if (trouble === undefined) return ''
  const ways = (trouble.mend ?? []).map(({ to, run }) => `To ${escapeText(to)}: ${codeSpan(run)}`)
  return [`⚠️ ${escapeText(trouble.what ?? trouble.reason)}`, list(ways)].join('\n\n')
}

function stopped({ state, detail, pullRequest }: PromotionEntry): string {
  const said = escapeText(detail ?? '')
  if (state === 'refused') return `❌ Refused: ${said}`
  return `✋ A person resolves the conflicts: ${said}\n\nRun ${codeSpan(`stagecoach resolve ${pullRequest}`)} in a clone.`
}

function renderPaths({ effect }: PromotionEntry): string {
  const paths = effect?.paths ?? []
  if (paths.length === 0) return ''
  const lines = paths.map(
    (each) => `${each.before === undefined ? 'new' : each.after === undefined ? 'deleted' : 'changed'} ${codeSpan(each.path)}`,
  )
  return `<details><summary>${paths.length === 1 ? 'One path' : `${paths.length} paths`}</summary>\n\n${list(lines, 200)}\n\n</details>`
}

function footer({ effect, rehearsal, tip, head, package: pkg }: PromotionEntry): string {
  const rehearsed =
    rehearsal === undefined
      ? []
      : [`Rehearsed on a ${rehearsal.on}, PostgreSQL ${escapeText(rehearsal.server)}: ${escapeText(rehearsal.detail)}.`]
  const approve =
    effect === undefined
      ? []
      : [`People approve the effect ${codeSpan(effect.digest.slice(0, 12))}; another effect wants other approvals.`]
  const made = `Made for the tip ${codeSpan(tip.slice(0, 12))} as ${codeSpan(head.slice(0, 12))}, package digest ${codeSpan(pkg.digest.slice(0, 12))}.`
  return `---\n${[...rehearsed, ...approve, made].join('\n')}`
}
