import { describe, expect, it } from 'vitest'
import { openLoopbackForge } from './testing/open-loopback-forge.ts'

const repository = { status: 200, json: { default_branch: 'main', clone_url: 'u', private: false } }

describe('dispatch', () => {
  it('starts the workflow on the default branch, which it asks for once', async () => {
    const { forge, server } = await openLoopbackForge(({ method }) => (method === 'GET' ? repository : { status: 204 }))
    await using _closing = server
    await forge.dispatch('stagecoach-gate.yml', { environment: 'qa' })
    await forge.dispatch('stagecoach-gate.yml', { environment: 'qa' })
    expect(server.requests).toHaveLength(3)
    expect(server.requests[1]?.body).toEqual({ ref: 'main', inputs: { environment: 'qa' } })
  })

  it('asks again after a lost answer, since starting twice does no harm', async () => {
    let asked = 0
    const { forge, server } = await openLoopbackForge(({ method }) => {
      if (method === 'GET') return repository
      asked += 1
      return asked === 1 ? 'drop' : { status: 204 }
    })
    await using _closing = server
    await forge.dispatch('stagecoach-gate.yml', {})
    expect(asked).toBe(2)
  })

  it('explains inputs that the workflow does not declare', async () => {
    const { forge, server } = await openLoopbackForge(({ method }) =>
      method === 'GET' ? repository : { status: 422, json: { message: 'Unexpected inputs provided: ["environment"]' } },
    )
    await using _closing = server
    await expect(forge.dispatch('stagecoach-gate.yml', {})).rejects.toMatchObject({
      code: 'workflow-not-dispatchable',
      message: expect.stringContaining('Unexpected inputs provided'),
    })
    expect(server.requests).toHaveLength(2)
  })

  it('names the file of a workflow that is not there', async () => {
    const { forge, server } = await openLoopbackForge(({ method }) =>
      method === 'GET' ? repository : { status: 404, json: { message: 'Not Found' } },
    )
    await using _closing = server
    await expect(forge.dispatch('stagecoach-gate.yml', {})).rejects.toMatchObject({ code: 'workflow-missing' })
  })
})

describe('runState', () => {
  it.each([
    [{ status: 200, json: { status: 'in_progress' } }, 'running'],
    [{ status: 200, json: { status: 'completed' } }, 'ended'],
    [{ status: 404, json: { message: 'Not Found' } }, 'ended'],
  ])('reads %j as %s', async (answer, state) => {
    const { forge, server } = await openLoopbackForge(() => answer)
    await using _closing = server
    expect(await forge.runState(3, 1)).toBe(state)
  })
})

describe('findRun', () => {
  it('says what started it, and names who started and who re-ran any attempt', async () => {
    const { forge, server } = await openLoopbackForge(({ path }) => {
      const first = path.includes('/attempts/1')
      const people = { actor: { login: 'ada' }, triggering_actor: { login: first ? 'ada' : 'bob' } }
      const started = { path: '.github/workflows/stagecoach-build.yml', event: 'push', head_branch: 'feature/x', head_sha: 'abc' }
      return { status: 200, json: { run_attempt: 2, ...started, ...people } }
    })
    await using _closing = server
    expect(await forge.findRun(3)).toEqual({
      workflow: '.github/workflows/stagecoach-build.yml',
      event: 'push',
      branch: 'feature/x',
      commit: 'abc',
      people: ['ada', 'bob'],
    })
  })

  it('finds none that GitHub does not know', async () => {
    const { forge, server } = await openLoopbackForge(() => ({ status: 404, json: { message: 'Not Found' } }))
    await using _closing = server
    expect(await forge.findRun(3)).toBeUndefined()
  })
})
