import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Config } from '../config/config.ts'
import { defaultConfigPath } from '../config/config-path.ts'
import { samplePipeline } from '../testing/memory-room.ts'
import { renderWorkflows } from './workflows.ts'

interface Step {
  id?: string
  uses: string
  with?: Record<string, string>
}

interface Job {
  if?: string
  environment?: string | { name: string; deployment: boolean }
  permissions?: Record<string, string>
  steps: Step[]
}

interface Workflow {
  on: Record<string, unknown>
  jobs: Record<string, Job>
}

type Pipeline = Pick<Config, 'environments' | 'release' | 'path'>

const plain: Pipeline = {
  path: defaultConfigPath,
  environments: samplePipeline(),
  release: { build: 'make', files: ['dist/**'] },
}
const asking: Pipeline = {
  ...plain,
  environments: samplePipeline().map((each) => ({
    ...each,
    gates: [{ gate: 'approvals', count: 1, teams: ['dba'], fourEyes: true }],
    rollbackGates: [{ gate: 'checks', checks: [{ name: 'ci' }] }],
  })),
}

function read(config: Pipeline, app: boolean): [string, Workflow, string][] {
  return Object.entries(renderWorkflows(config, { repository: 'acme/stagecoach', ref: 'v1' }, app)).map(([path, text]) => [
    path.replace(/^.*stagecoach-|\.yml$/g, ''),
    parse(text) as Workflow, // What these files hold is what the tests are about.
    text,
  ])
}

const jobsOf = (config: Pipeline, app: boolean): [string, Job, Workflow][] =>
  read(config, app).flatMap(([name, workflow]) =>
    Object.entries(workflow.jobs).map(([key, job]): [string, Job, Workflow] => [`${name} ${key}`, job, workflow]),
  )
const usesKey = (job: Job): boolean => JSON.stringify(job).includes('STAGECOACH_APP_KEY')

const changesTargets = (name: string): boolean => name === 'deploy deploy' || name === 'rollback rollback'

/** Events for which GitHub runs the workflow file of a branch, or is not known to run that of the default branch. */
const ofBranches = ['push', 'pull_request_review', 'status', 'check_run', 'workflow_run']

describe.each([
  ['a plain pipeline', plain],
  ['one that asks for checks and teams', asking],
])('workflows for a GitHub App: %s', (_, config) => {
  const jobs = jobsOf(config, true)

  it('use the key in these jobs', () => {
    expect(jobs.filter(([, job]) => usesKey(job)).map(([name]) => name)).toEqual([
      'build build',
      'promote propose',
      'promote publish-release',
      'gate gate',
      'deploy deploy',
      'rollback rollback',
      'rollback publish-release',
      'sweep sweep',
    ])
  })

  it.each(jobs.filter(([, job]) => usesKey(job)))(
    '%s has an environment, and no event of a branch runs it',
    (name, job, workflow) => {
      const deploys = changesTargets(name)
      expect(job.environment).toEqual(deploys ? '${{ inputs.environment }}' : { name: 'stagecoach', deployment: false })
      const woken = Object.keys(workflow.on).some((event) => ofBranches.includes(event))
      if (!woken) expect(Object.keys(workflow.on).filter((event) => !/^(workflow_dispatch|schedule)$/.test(event))).toEqual([])
      else if (name === 'promote publish-release') expect(job).toMatchObject({ needs: ['propose', 'build-release'] })
      else expect(job.if).toBe("${{ github.event_name == 'workflow_dispatch' }}")
    },
  )

  it.each(jobs.filter(([, job]) => usesKey(job)))('%s asks for its rights first, and acts with them alone', (name, job) => {
    const [first, ...others] = job.steps
    expect(first?.uses).toMatch(/^actions\/create-github-app-token@[0-9a-f]{40}$/)
    expect(Object.keys(first?.with ?? {}).filter((key) => key.startsWith('permission-'))).not.toEqual([])
    const ours = others.filter((step) => step.uses.startsWith('acme/stagecoach/'))
    expect(ours).toHaveLength(1)
    expect(ours[0]?.with).toMatchObject({
      'github-token': '${{ steps.app.outputs.token }}',
      'app-slug': '${{ steps.app.outputs.app-slug }}',
    })
    expect(job.permissions).toEqual(changesTargets(name) ? { contents: 'read' } : {})
  })

  it('wake with a token that can start a workflow and change nothing', () => {
    const waking = jobs.filter(([, { steps }]) => steps.some((step) => step.with?.['act'] === 'wake'))
    expect(waking.map(([name]) => name)).toEqual(['build wake', 'promote wake', 'gate wake'])
    for (const [, job] of waking) expect(job.permissions).toEqual({ contents: 'read', actions: 'write' })
  })

  it.each(['promote', 'rollback'])('build a release without key, token or secret in %s', (workflow) => {
    const [, job] = jobs.find(([name]) => name === `${workflow} build-release`) ?? []
    expect(job?.permissions).toEqual({ contents: 'read' })
    expect(JSON.stringify(job)).not.toMatch(/secrets\.|environment"|steps\.app/)
  })

  it('ignore what the App itself pushes', () => {
    const conditions = jobs.filter(([name]) => name === 'promote wake' || name === 'gate wake').map(([, job]) => job.if)
    for (const condition of conditions) expect(condition).toContain("github.event.sender.type == 'User'")
  })

  it('say on every right why it is there, and run no script', () => {
    for (const [, , text] of read(config, true)) {
      expect(text.split('\n').filter((line) => /: (read|write)$/.test(line))).toEqual([])
      expect(text).not.toMatch(/^[\s-]*run: /m)
      expect(text).not.toContain('STAGECOACH_TEAM_TOKEN')
    }
  })
})

describe('what a right is asked for', () => {
  const rightsOf = (config: Pipeline, name: string): string[] => {
    const [, job] = jobsOf(config, true).find(([key]) => key === name) ?? []
    return Object.keys(job?.steps[0]?.with ?? {}).filter((key) => key.startsWith('permission-'))
  }

  it('members where a gate names teams, and nowhere else', () => {
    expect(rightsOf(asking, 'gate gate')).toContain('permission-members')
    expect(rightsOf(plain, 'gate gate')).not.toContain('permission-members')
  })

  it('nothing but contents and actions to store a package or a release', () => {
    for (const name of ['build build', 'promote publish-release'])
      expect(rightsOf(asking, name)).toEqual(['permission-contents', 'permission-actions'])
  })
})

describe.each([
  ['GITHUB_TOKEN', false, 'gate gate'],
  ['an App', true, 'gate wake'],
] as const)('events of checks with %s', (_, app, name) => {
  it('wake the gate of a rollback, too', () => {
    const [, job] = jobsOf(asking, app).find(([key]) => key === name) ?? []
    const text = job?.if ?? ''
    for (const event of ['pull_request.head.ref', 'workflow_run.head_branch', 'check_run.check_suite.head_branch'])
      expect(text).toContain(`startsWith(github.event.${event}, 'rollback/')`)
    expect(text).toContain("contains(join(github.event.branches.*.name, ' '), 'rollback/')")
  })

  it('are not listened to where no gate asks for checks', () => {
    const [, workflow] = read(plain, app).find(([key]) => key === 'gate') ?? []
    expect(Object.keys(workflow?.on ?? {})).toEqual(['pull_request_review', 'workflow_dispatch'])
  })
})

it('knows no App with GITHUB_TOKEN', () => {
  for (const [, , text] of read(asking, false))
    expect(text).not.toMatch(/app-token|STAGECOACH_APP|act: wake|environment:\n {6}name/)
})

it.each([true, false])('tells every step where the configuration is that is not in its usual place (App %s)', (app) => {
  const steps = (config: Pipeline): unknown[] =>
    jobsOf(config, app).flatMap(([, job]) =>
      job.steps.filter((step) => step.uses.startsWith('acme/stagecoach/')).map((step) => step.with?.['config']),
    )
  expect(new Set(steps({ ...asking, path: 'ops/stagecoach.yml' }))).toEqual(new Set(['ops/stagecoach.yml']))
  expect(new Set(steps(asking))).toEqual(new Set([undefined]))
})

it('keeps the environment of the key apart from those that are deployed to', () => {
  const taken = {
    ...plain,
    environments: plain.environments.map((each, index) => (index === 0 ? { ...each, name: 'stagecoach' } : each)),
  }
  expect(() => renderWorkflows(taken, undefined, true)).toThrow(expect.objectContaining({ code: 'environment-taken' }))
  expect(() => renderWorkflows(taken)).not.toThrow()
})
