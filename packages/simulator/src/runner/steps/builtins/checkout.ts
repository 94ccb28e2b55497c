import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { StepCall } from '../run-process.ts'
import { planCheckout } from './checkout-plan.ts'
import type { CheckoutPlan } from './checkout-plan.ts'
import { runGit } from './run-git.ts'
import { configureClone, credentialsSection, headCommit, removeSection } from './work-tree-files.ts'
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
  const credentials = credentialsSection(facts.host.url, basic)
  empty(folder)
  if (!(await runGit(call, folder, ['init', '-q', '--template='])).succeeded) return false
  configureClone(folder, { url: `${facts.host.url}/${repository}`, credentials })
  if (!(await fetchAndCheckout(call, folder, plan))) return false
  if (inputs['persist-credentials'] === 'false') removeSection(folder, credentials)
  else removeCredentialsAfter(call, folder, credentials)
  call.outputs['commit'] = headCommit(folder) ?? (await runGit(call, folder, ['rev-parse', 'HEAD'])).text.trim()
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

/** The first candidate whose commit is there; what is the only one was asked for by its name, so the fetch has it. */
async function pickTarget(call: StepCall, folder: string, plan: CheckoutPlan): Promise<readonly string[] | undefined> {
  const target = (candidate: CheckoutPlan['candidates'][number]): readonly string[] =>
    candidate.branch === undefined ? ['--detach', candidate.commit] : ['-B', candidate.branch, candidate.commit]
  const [only, ...others] = plan.candidates
  if (only !== undefined && others.length === 0) return target(only)
  for (const candidate of plan.candidates) {
    const probe = await runGit(call, folder, ['rev-parse', '--verify', '--quiet', `${candidate.commit}^{commit}`], true)
    if (probe.succeeded) return target(candidate)
  }
  return undefined
}

function removeCredentialsAfter(call: StepCall, folder: string, credentials: string): void {
  const header = `http.${call.frame.session.facts.host.url}/.extraheader`
  call.frame.session.posts.push({
    name: `Post ${call.record.name}`,
    condition: 'always()',
    state: {},
    run: async (post) => {
      // A step may have written the section anew.
      if (!removeSection(folder, credentials))
        await runGit({ ...call, ...post }, folder, ['config', '--local', '--unset-all', header], true)
      return true
    },
  })
}

function empty(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true, force: true })
}
