import type { RequiredCheck } from '../../config/config.ts'
import type { Check } from '../../ports/forge.ts'

/** The reports that count for a required check: those of its App where it names one, else those of everybody who has no part in what is judged; whoever may write to the repository may post any status. Of statuses the newest counts, and each check run beside it. */
export function countedReports(
  checks: readonly Check[],
  required: RequiredCheck,
  hasPart: (login: string) => boolean,
): { counted: Check[]; void: Check[] } {
  const reports = checks.filter((check) => check.name === required.name)
  const counts = ({ source }: Check): boolean =>
    required.app === undefined ? 'app' in source || !hasPart(source.person) : 'app' in source && source.app === required.app
  const counted = reports.filter(counts)
  const status = counted.find((each) => each.kind === 'status')
  return {
    counted: counted.filter((each) => each.kind === 'run' || each === status),
    void: reports.filter((each) => !counts(each)),
  }
}
