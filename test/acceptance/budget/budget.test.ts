import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bringToProduction, bringToQa } from '../../story/chapters/moves.ts'
import { packagesOf } from '../look/branch.ts'
import { engine } from '../stage/engines.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'
import { conversationsOf, type Conversations } from './count-conversations.ts'

let opened: TemporaryStage
beforeAll(async () => {
  opened = await openTemporaryStage(engine())
  await opened.stage.push('gift-cards')
  await bringToQa(opened.stage, 'gift-cards')
  await bringToProduction(opened.stage, 'gift-cards')
}, 600_000)
afterAll(() => opened.close())

/** The most that any run of a workflow asked for, over the whole way to production. */
function worst(workflow: string): Conversations {
  const runs = opened.stage.simulator.runs.filter((run) => run.workflowName === workflow && run.conclusion === 'success')
  expect(runs.length).toBeGreaterThanOrEqual(3)
  const counted = runs.map((run) => conversationsOf(opened.stage.simulator, run))
  const most = (pick: (each: Conversations) => number): number => Math.max(...counted.map(pick))
  return { api: most((each) => each.api), writes: most((each) => each.writes), gitOfOneJob: most((each) => each.gitOfOneJob) }
}

describe('what one clean promotion through integration and qa to production asks of GitHub', () => {
  it('arrives there, with soak, rehearsal, checks, two approvals of a team and a freeze to look at', async () => {
    expect([...(await packagesOf(opened.stage.bare, 'main')).keys()]).toEqual(['gift-cards'])
  })

  it('opens a promotion in 15 requests, 6 of them writes, its release built and stored among them, with 3 conversations of git', () => {
    const { api, writes, gitOfOneJob } = worst('Stagecoach promote')
    expect({ api, writes }).toEqual({ api: expect.toSatisfy(atMost(15)), writes: expect.toSatisfy(atMost(6)) })
    expect(gitOfOneJob).toBeLessThanOrEqual(3)
  })

  it('evaluates and merges in 10 requests, reviews and base of the pull request read again under the lease among them, with 5 conversations of git', () => {
    const { api, gitOfOneJob } = worst('Stagecoach gate')
    expect(api).toBeLessThanOrEqual(10)
    expect(gitOfOneJob).toBeLessThanOrEqual(5)
  })

  it('deploys in 20 requests, with 4 conversations of git', () => {
    const { api, gitOfOneJob } = worst('Stagecoach deploy')
    expect(api).toBeLessThanOrEqual(20)
    expect(gitOfOneJob).toBeLessThanOrEqual(4)
  })
})

function atMost(limit: number): (count: number) => boolean {
  return (count) => count <= limit
}
