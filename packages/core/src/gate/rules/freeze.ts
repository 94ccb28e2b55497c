import type { FreezeWindow } from '../../config/config.ts'
import { parseFreezeRule } from '../../config/freeze-rule.ts'
import type { GateResult } from '../decision.ts'
import type { GateFacts } from '../facts.ts'
import { open, waiting } from '../result.ts'

/** How often windows may follow each other without a gap before the end is taken as it stands. */
const longestChain = 400

/** No deployment begins inside a window. `until` is the end of the last window that follows without a gap. */
export function freeze(facts: Pick<GateFacts, 'now'>, gate: { windows: readonly FreezeWindow[] }): GateResult {
  const end = freezeEnd(gate.windows, new Date(facts.now))
  if (end === undefined) return open('freeze', 'No freeze is on.')
  const until = end.toISOString()
  return waiting('freeze', [`A freeze is on until ${until}.`], [], until)
}

/** When the freeze that covers an instant ends; undefined outside all windows. The start of a window is inside, its end is not. */
export function freezeEnd(windows: readonly FreezeWindow[], now: Date): Date | undefined {
  const rules = windows.map((window) => ({ rule: parseFreezeRule(window.rule), length: window.for }))
  let end = now.getTime()
  for (let step = 0; step < longestChain; step++) {
    const ends = rules.flatMap(({ rule, length }) => {
      const start = rule.previous(new Date(end), true)
      return start === null ? [] : [start.epochMilliseconds + length]
    })
    const furthest = Math.max(end, ...ends)
    if (furthest === end) break
    end = furthest
  }
  return end === now.getTime() ? undefined : new Date(end)
}
