import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClock } from './clock.ts'
import { simulatedShop, type SimulatedShop } from './testing/simulated-shop.ts'

const all = {
  contents: 'write',
  'pull-requests': 'write',
  statuses: 'write',
  checks: 'read',
  actions: 'write',
  deployments: 'write',
} as const
const branch = 'promote/qa/gift-cards'
const draft = { head: branch, base: 'env/qa', title: 'Promote gift-cards', body: 'Text', draft: true }
const marker = '<!-- stagecoach promotion -->'

let shop: SimulatedShop
let head = ''
beforeAll(async () => {
  shop = await simulatedShop()
  await shop.push('env/qa', 'qa.txt', 'qa\n')
  await shop.push('main', 'dispatchable.txt', 'x\n')
})
afterAll(async () => {
  await shop[Symbol.asyncDispose]()
})

describe('the life of a promotion on a simulated GitHub, with GITHUB_TOKEN', () => {
  it('opens one pull request however often it is asked, within the budget', async () => {
    head = await shop.push(branch, 'gift.txt', 'gift\n', 'Add gift cards\n\nCo-authored-by: Noor <noor@users.noreply.github.com>')
    const { forge, run } = shop.jobForge(all)
    const opened = await forge.open(draft)
    expect(opened).toMatchObject({
      head: { branch, sha: head },
      base: { branch: 'env/qa' },
      draft: true,
      author: 'github-actions[bot]',
    })
    expect((await forge.open(draft)).number).toBe(opened.number)
    await forge.upsertComment(opened.number, marker, 'First')
    await forge.setStatus(head, { context: 'stagecoach/gate/qa', state: 'pending', description: 'Waits' })
    expect(shop.simulator.requests.count(run)).toMatchObject({ api: 6, writes: 4 })
  })

  it('finds it, makes it ready and edits it', async () => {
    const { forge } = shop.jobForge(all)
    const found = await forge.findOpen(branch, 'env/qa')
    await forge.update(found?.number ?? 0, {
      title: 'Newer',
      draft: false,
      ...(found === undefined ? {} : { nodeId: found.nodeId }),
    })
    expect(await forge.get(found?.number ?? 0)).toMatchObject({ title: 'Newer', draft: false, state: 'open', merged: false })
    expect(await forge.findOpen('promote/qa/none', 'env/qa')).toBeUndefined()
    expect((await forge.listOpen()).map(({ number }) => number)).toEqual([found?.number])
  })

  it('keeps one comment, whoever else uses its marker', async () => {
    const { forge } = shop.jobForge(all)
    const number = (await forge.findOpen(branch, 'env/qa'))?.number ?? 0
    await shop.personForge(shop.tokens.noor).upsertComment(number, marker, 'Forged')
    await forge.upsertComment(number, marker, 'Second')
    await forge.upsertComment(number, marker, 'Third')
    expect(await comments(number)).toEqual([`${marker}\nThird`, `${marker}\nForged`])
  })

  it('reads reviews, people, permission, checks and runs as evidence', async () => {
    const { forge, run } = shop.jobForge(all)
    const number = (await forge.findOpen(branch, 'env/qa'))?.number ?? 0
    await api('POST', `/pulls/${number}/reviews`, { event: 'APPROVE' }, shop.tokens.noor)
    const { pull, reviews } = await forge.reviewed(number)
    expect(reviews).toMatchObject([{ person: 'noor', bot: false, state: 'approved', commit: head }])
    expect(pull).toEqual(await forge.get(number))
    expect(await forge.permission('mira')).toBe('admin')
    expect(await forge.permission('stranger')).toBe('none')
    expect((await forge.checks(head)).find(({ name }) => name === 'stagecoach/gate/qa')).toMatchObject({
      state: 'pending',
      kind: 'status',
      source: { app: 'github-actions' },
    })
    const base = execFileSync('git', ['--git-dir', shop.bare, 'merge-base', 'main', head], { encoding: 'utf8' }).trim()
    expect((await forge.commitPeople(base, head)).map(({ email }) => email).sort()).toEqual([
      'mira@users.noreply.github.com',
      'noor@users.noreply.github.com',
    ])
    expect([await forge.runState(run, 1), await forge.runState(999_999, 1)]).toEqual(['running', 'ended'])
    expect((await forge.findRun(run))?.people).toContain('mira')
  })

  it('cannot see teams, and says which token can', async () => {
    await expect(shop.jobForge(all).forge.teamMembers('dba')).rejects.toMatchObject({ code: 'team-not-visible' })
  })

  it('names the permission line that a job lacks', async () => {
    const { forge } = shop.jobForge({ contents: 'read' })
    await expect(forge.setStatus(head, { context: 'c', state: 'success', description: '' })).rejects.toMatchObject({
      code: 'permission-missing',
      hint: 'Add `statuses: write` to the `permissions:` of the job; at a terminal use a token with that permission.',
    })
  })

  it('does not merge another head than the expected one', async () => {
    const { forge } = shop.jobForge(all)
    const number = (await forge.findOpen(branch, 'env/qa'))?.number ?? 0
    expect(await forge.merge(number, 'f'.repeat(40), 'Merge', '')).toEqual({ kind: 'head-moved' })
  })

  it('finds its merge when the answer got lost, and adopts it when asked again', async () => {
    const { forge } = shop.jobForge(all)
    const number = (await forge.findOpen(branch, 'env/qa'))?.number ?? 0
    const route = 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge'
    const fired = shop.simulator.faults.add({
      on: route,
      when: 'after',
      action: { do: 'status', status: 502, message: 'Bad gateway' },
    })
    const outcome = await forge.merge(number, head, 'Promote gift-cards (#1)', 'Trailers')
    expect(fired()).toBe(1)
    const tip = execFileSync('git', ['--git-dir', shop.bare, 'rev-parse', 'env/qa', 'env/qa^2'], { encoding: 'utf8' }).split('\n')
    expect(outcome).toEqual({ kind: 'merged', commit: tip[0] })
    expect(tip[1]).toBe(head)
    expect(await forge.merge(number, head, 'Again', '')).toEqual(outcome)
  })

  it('shows one deployment for one operation, whichever process asks', async () => {
    const commit = execFileSync('git', ['--git-dir', shop.bare, 'rev-parse', 'env/qa'], { encoding: 'utf8' }).trim()
    const record = { operation: 'op-1', environment: 'qa', commit, production: false, description: 'gift-cards' }
    await shop.jobForge(all).forge.recordDeployment({ ...record, state: 'in_progress' })
    await shop.jobForge(all).forge.recordDeployment({ ...record, state: 'success' })
    const list = await api('GET', '/deployments?environment=qa', undefined, shop.tokens.mira)
    expect(list).toHaveLength(1)
  })

  it('tells the time of the server', async () => {
    const clock = openClock()
    shop.simulator.clock.advance('24h')
    await shop.jobForge(all, { clock }).forge.repository()
    expect(Math.abs(clock.now().getTime() - shop.simulator.clock.now().getTime())).toBeLessThan(2_000)
  })
})

async function api(method: string, path: string, body: unknown, token: string): Promise<unknown[]> {
  const response = await fetch(`${shop.simulator.url}/repos/acme/shop${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return (await response.json()) as unknown[]
}

async function comments(number: number): Promise<string[]> {
  const list = (await api('GET', `/issues/${number}/comments`, undefined, shop.tokens.mira)) as { body: string }[]
  return list.map(({ body }) => body)
}
