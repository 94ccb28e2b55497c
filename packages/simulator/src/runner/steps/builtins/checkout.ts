import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { StepCall } from '../run-process.ts'
import { planCheckout } from './checkout-plan.ts'
import type { CheckoutPlan } from './checkout-plan.ts'
import { runGit } from './run-git.ts'
import type { BuiltinRequest } from './index.ts'

/** Stand-in for actions/checkout: clones over the simulator's git HTTP with the job's token, or the one given. */
export async function checkout({ call, inputs }: BuiltinRequest): Promise<boolean> {
  const { facts, folders, masks } = call.frame.session
  const folder = resolve(folders.workspace, inputs['path'] ?? '.')
  if (relative(folders.workspace, folder).startsWith('..')) {
    call.output.line(`##[error]Repository path '${folder}' is not under '${folders.workspace}'`)
    return false
  }
  const repository = inputs['repository'] || facts.repository.fullName
  const token = inputs['token'] || facts.token
  masks.add(token)
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
  masks.add(basic)
  const plan = planCheckout(inputs, {
    own: repository.toLowerCase() === facts.repository.fullName.toLowerCase(),
    ref: facts.event.ref,
    sha: facts.event.sha,
  })
  const header = `http.${facts.host.url}/.extraheader`
  empty(folder)
  const git = (...args: string[]): Promise<boolean> => runGit(call, folder, args).then((result) => result.succeeded)
  const prepared =
    (await git('init', '-q')) &&
    (await git('remote', 'add', 'origin', `${facts.host.url}/${repository}`)) &&
    (await git('config', '--local', 'gc.auto', '0')) &&
    (await git('config', '--local', header, `AUTHORIZATION: basic ${basic}`))
  if (!prepared || !(await fetchAndCheckout(call, folder, plan))) return false
  if (inputs['persist-credentials'] === 'false') await git('config', '--local', '--unset-all', header)
  else removeCredentialsAfter(call, folder, header)
  const head = await runGit(call, folder, ['rev-parse', 'HEAD'])
  call.outputs['commit'] = head.text.trim()
  call.outputs['ref'] = plan.ref
  return true
}

async function fetchAndCheckout(call: StepCall, folder: string, plan: CheckoutPlan): Promise<boolean> {
  const base = ['-c', 'protocol.version=2', 'fetch', '--prune', '--no-recurse-submodules']
  for (const args of plan.fetches) {
    if (!(await runGit(call, folder, [...base, ...args])).succeeded) return false
  }
  const target = await pickTarget(call, folder, plan)
  if (target === undefined) {
    call.output.line(`##[error]A branch or tag with the name '${plan.ref}' could not be found`)
    return false
  }
  return (await runGit(call, folder, ['checkout', '--force', ...target])).succeeded
}

/** The first candidate whose commit is there. */
async function pickTarget(call: StepCall, folder: string, plan: CheckoutPlan): Promise<readonly string[] | undefined> {
  for (const candidate of plan.candidates) {
    const probe = await runGit(call, folder, ['rev-parse', '--verify', '--quiet', `${candidate.commit}^{commit}`], true)
    if (probe.succeeded)
      return candidate.branch === undefined ? ['--detach', candidate.commit] : ['-B', candidate.branch, candidate.commit]
  }
  return undefined
}

function removeCredentialsAfter(call: StepCall, folder: string, header: string): void {
  call.frame.session.posts.push({
    name: `Post ${call.record.name}`,
    condition: 'always()',
    state: {},
    run: async (post) => {
      await runGit({ ...call, ...post }, folder, ['config', '--local', '--unset-all', header], true)
      return true
    },
  })
}

function empty(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true, force: true })
}
