import type { Compatibility, LockRisk } from '../config/config.ts'
import type { Effect, PromotionEntry } from '../ledger/record.ts'
import { placeOf } from '../gate/facts.ts'
import { unseenWords } from '../ledger/undo-proofs.ts'
import { codeCell, codeSpan, escapeText, list, table } from './markdown.ts'

const gravestLock: readonly LockRisk[] = ['none', 'brief', 'non-transactional', 'scan', 'rewrite']
const undoWords: Record<Effect['undo'][string], string> = {
  proved: 'proved',
  'unproved-on-rows': 'runs, but the copy lacks the rows',
  missing: 'no script',
  untried: 'not tried, since another has none',
  differs: 'leaves a difference',
  failed: 'fails',
}

type Judged = Pick<PromotionEntry, 'effect' | 'findings'>

/** What will run, in order: what is taken back first, then class, lock and undo of each migration. Where an environment may be thrown away, rows go without another question. */
export function renderMigrations(judged: Judged, disposable: boolean): string {
  const { effect } = judged
  if (effect === undefined) return ''
  const { statements, undone = [], definitions = [] } = effect
  const none = undone.length === 0 ? 'No migration runs.' : 'No migration runs after that.'
  const runs = statements.length === 0 ? none : renderApplied(effect, judged.findings)
  return [...renderUndone(undone, disposable), runs, ...renderNoRows(effect), ...renderDefinitions(definitions)].join('\n\n')
}

function renderDefinitions(definitions: NonNullable<Effect['definitions']>): string[] {
  if (definitions.length === 0) return []
  const lines = definitions.map(
    ({ name, change, compatibility }) => `${codeSpan(name)}: ${change}, ${[...new Set(compatibility)].join(', ')}`,
  )
  return ['Then programmable objects, whose definitions lie in the branch:', list(lines)]
}

function renderUndone(undone: NonNullable<Effect['undone']>, disposable: boolean): string[] {
  if (undone.length === 0) return []
  const lines = undone.map(({ package: name, migration, loses }) => {
    const rows =
      loses.length === 0 ? '' : `: ${loses.map(codeSpan).join(', ')} ${loses.length === 1 ? 'goes' : 'go'} with all rows`
    return `${codeSpan(`${name}/${migration}`)}${rows}`
  })
  const rows = undone.every(({ loses }) => loses.length === 0)
    ? []
    : [
        disposable
          ? '⚠️ The environment is disposable: rows that came since are lost there, and nothing asks again.'
          : 'Rows that came since stop the deployment before anything runs.',
      ]
  return ['Taken back first, by their undo scripts, since this version changes or drops them:', list(lines), ...rows]
}

function renderNoRows({ noRows = {} }: Effect): string[] {
  const lines = Object.entries(noRows).map(
    ([migration, objects]) =>
      `⚠️ ${unseenWords(objects, codeSpan).replace(/^./, (first) => first.toUpperCase())}: whether the undo of ${codeSpan(migration)} brings them back is not known.`,
  )
  return lines.length === 0 ? [] : [lines.join('\n')]
}

function renderApplied(effect: Effect, findings: Judged['findings']): string {
  const rows = migrationFacts(effect, findings).map((each, index) => [
    String(index + 1),
    codeCell(each.id),
    each.classes,
    each.lock,
    each.undo,
  ])
  return table(['', 'Migration', 'Class', 'Lock', 'Undo'], rows)
}

/** Each migration that runs, in order, with all its classes, its gravest lock, and what became of its undo script. */
export function migrationFacts(
  effect: Effect,
  findings: Judged['findings'],
): { id: string; classes: string; lock: string; undo: string }[] {
  return effect.statements.map(({ package: name, migration, compatibility }) => {
    const locks = findings
      .filter((each) => 'migration' in each && each.package === name && each.migration === migration)
      .map((each) => each.finding.lock)
    return {
      id: `${name}/${migration}`,
      classes: classes(compatibility),
      lock: gravest(locks),
      undo: undoOf(effect, name, migration),
    }
  })
}

/** The first migration whose undo is not proved: from there on only a snapshot or a new migration leads back. */
export function renderPointOfNoReturn({ effect }: Judged): string {
  if (effect === undefined || effect.statements.length === 0) return ''
  const first = effect.statements.find((each) => effect.undo[`${each.package}/${each.migration}`] !== 'proved')
  if (first === undefined) return 'There is none: every migration has an undo script that was proved on a copy.'
  const index = effect.statements.indexOf(first) + 1
  return `Step ${index}, ${codeSpan(`${first.package}/${first.migration}`)} (undo: ${undoOf(effect, first.package, first.migration)}).`
}

/** What rules found in the SQL, each with its place. */
export function renderFindings({ findings }: Judged): string {
  return list(
    findings.map((placed) => {
      const { title, finding } = placed
      const allowed = finding.allowed === undefined ? '' : ` The file says: ${escapeText(finding.allowed)}`
      const place = codeSpan(placeOf(placed))
      return `${place} ${escapeText(title)}: **${finding.compatibility}**, lock ${finding.lock} (${finding.rule}). ${escapeText(finding.message)}${allowed}`
    }),
  )
}

function undoOf(effect: Effect, name: string, migration: string): string {
  const undo = effect.undo[`${name}/${migration}`]
  return undo === undefined ? 'not tried' : undoWords[undo]
}

function classes(compatibility: readonly Compatibility[]): string {
  return [...new Set(compatibility)].join(', ')
}

function gravest(locks: readonly LockRisk[]): string {
  return locks.reduce<LockRisk>((worst, lock) => (gravestLock.indexOf(lock) > gravestLock.indexOf(worst) ? lock : worst), 'none')
}
