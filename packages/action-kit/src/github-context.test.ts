import { describe, expect, it } from 'vitest'
import { readGithubContext } from './github-context.ts'

const run = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_ACTOR: 'ada',
  GITHUB_TRIGGERING_ACTOR: 'bob',
  GITHUB_WORKFLOW: 'Gate',
  GITHUB_SERVER_URL: 'https://github.example',
  RUNNER_TEMP: '/tmp/r',
  GITHUB_WORKSPACE: '/w',
}

describe('readGithubContext', () => {
  it('tells the actor of the run from the person who pressed re-run', () => {
    expect(readGithubContext(run).actor).toEqual({
      login: 'ada',
      triggering: 'bob',
      run: { id: 42, attempt: 2, url: 'https://github.example/acme/shop/actions/runs/42/attempts/2', workflow: 'Gate' },
    })
  })

  it('takes git and the API from the server that runs it', () => {
    expect(readGithubContext(run)).toMatchObject({
      gitUrl: 'https://github.example/acme/shop.git',
      apiUrl: 'https://api.github.com',
    })
  })

  it('names every variable that is missing outside a workflow', () => {
    expect(() => readGithubContext({ ...run, RUNNER_TEMP: '', GITHUB_ACTOR: undefined })).toThrow(
      expect.objectContaining({ code: 'not-in-a-workflow', message: expect.stringContaining('GITHUB_ACTOR, RUNNER_TEMP') }),
    )
  })
})
