/** What the contexts of all statuses of the gate begin with. */
export const gateStatuses = 'stagecoach/gate/'

/** Context of the commit status that shows the decision for one environment; the name to require on its branch. One name for all of them would let the success for integration open production. */
export function statusContextOf(environment: string): string {
  return `${gateStatuses}${environment}`
}
