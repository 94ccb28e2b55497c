import type { Stage } from '../stage/stage.ts'
import { act, approve, approveBranch, startChecks } from './moves.ts'
import { readOut } from './show.ts'

/** Within the freeze, and past everything that is on its way, a hotfix goes to production by its lane. */
export async function hotfixOvertakes(stage: Stage): Promise<void> {
  stage.say('10. Christmas: nothing changes in production, and integration is stopped while testers count')
  stage.simulator.clock.advanceTo('2026-12-21T09:00:00Z')
  await act(stage, 'maya', { act: 'stop', environment: 'integration', reason: 'testers count stock until noon' })
  stage.say('orders get stuck; grace pushes retry-booking, and maya takes the lane')
  await stage.push('retry-booking')
  const lane = { lane: 'hotfix', 'lane-reason': 'orders are lost while the warehouse answers late' }
  await stage.rest('maya').dispatch('stagecoach-promote.yml', { environment: 'production', package: 'retry-booking', ...lane })
  await stage.settle()
  await startChecks(stage, 'maya', 'production', 'retry-booking')
  await approve(stage, 'production', 'retry-booking', ['dora', 'dirk'])
}

/** What production has is owed to the environments before it, and comes down whole. */
export async function hotfixFlowsBack(stage: Stage): Promise<void> {
  await readOut(stage, 'maya', ['status'])
  await approveBranch(stage, 'dora', 'sync/qa')
  await act(stage, 'maya', { act: 'resume', environment: 'integration', reason: 'the stock is counted' })
}
