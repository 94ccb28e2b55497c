import type { AppliedElsewhere } from './read-history.ts'

/** What two databases ran, by the word of their tools. */
export interface HistoryDifference {
  /** Ids that the other has applied and this one has not, and the other way round. */
  lacks: string[]
  extra: string[]
  /** Ids that both have applied, with other checksums or not as often. */
  otherwise: string[]
}

/** As observed, or as the ledger keeps it. */
export interface Ran {
  tool: string
  applied: readonly Pick<AppliedElsewhere, 'id' | 'project' | 'checksum'>[]
}

interface Form {
  tool: string
  id: string
  project: string | undefined
  checksum: string | undefined
}

/** Pure: what `here` ran beside what `there` ran, which is called `against`. */
export function compareHistories(here: readonly Ran[], there: readonly Ran[], against: string): HistoryDifference {
  const [ran, ranThere] = [here.flatMap(formsOf), there.flatMap(formsOf)]
  const name = nameAlike([...ran, ...ranThere])
  const [own, other] = [Map.groupBy(ran, name), Map.groupBy(ranThere, name)]
  return {
    lacks: [...other.keys()].filter((id) => !own.has(id)),
    extra: [...own.keys()].filter((id) => !other.has(id)),
    otherwise: [...own].flatMap(([id, forms]) => otherForm(id, forms, other.get(id) ?? [], against)),
  }
}

/** A name of sqitch never holds a colon (`sqitchchanges`): what stands before one is the project. */
function formsOf({ tool, applied }: Ran): Form[] {
  return applied.map(({ id, project, checksum }) => {
    const [, prefix, change] = tool === 'sqitch' ? (/^([^:]+):(.+)$/.exec(id) ?? []) : []
    return { tool, id: change ?? id, project: project ?? prefix, checksum }
  })
}

/** A history names its projects only when it holds several, so that both sides get the names that both can give. */
function nameAlike(forms: readonly Form[]): (form: Form) => string {
  const projects = new Set(forms.flatMap(({ tool, project }) => (tool === 'sqitch' ? [project] : [])))
  const several = projects.size > 1 && !projects.has(undefined)
  return ({ id, project }) => (several && project !== undefined ? `${project}:${id}` : id)
}

/** Checksums of two tools say nothing about each other, nor does one that only one side has. */
function otherForm(id: string, own: readonly Form[], other: readonly Form[], against: string): string[] {
  for (const tool of new Set(own.map((each) => each.tool))) {
    const sums = (forms: readonly Form[]): (string | undefined)[] =>
      forms.filter((each) => each.tool === tool).map(({ checksum }) => checksum)
    const [here, there] = [sums(own), sums(other)]
    if (there.length === 0) continue
    if (here.length !== there.length) return [`${id} (${times(here.length)}, in ${against} ${times(there.length)})`]
    if ([...here, ...there].includes(undefined)) continue
    if (here.sort().join() !== there.sort().join()) return [id]
  }
  return []
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
