import type { Actor, Clock, Forge } from '@stagecoach/core'
import { openClock, openForge } from '@stagecoach/github'
import { absentForge, apiUnknown, tokenMissing } from './remote/absent-forge.ts'
import type { Checkout } from './remote/checkout.ts'
import { aboutAddress } from './remote/about-address.ts'
import { askDefaultBranch } from './remote/default-branch.ts'
import type { Remote } from './remote/find-remote.ts'
import { knownError } from './terminal/report-error.ts'
import type { Terminal } from './terminal/terminal.ts'

export interface OpenedGithub {
  forge: Forge
  clock: Clock
  actor: Actor
  defaultBranch: string
}

/** One request tells default branch and time, a second whose token it is. With `offline`, git alone and this machine's clock do when the API cannot be asked. */
export async function openGithub(
  checkout: Checkout,
  remote: Remote,
  terminal: Terminal,
  offline: boolean,
): Promise<OpenedGithub> {
  const clock = openClock({
    onSkew: (skew) =>
      terminal.progress(`this machine and GitHub differ by ${Math.round(Math.abs(skew) / 1000)} s; GitHub counts`),
  })
  const { api, token, teamToken } = remote
  if (api === undefined || token === undefined) {
    const why = api === undefined ? apiUnknown(remote.url) : tokenMissing(api.repository)
    if (!offline) throw why
    terminal.progress(`without the API, times are this machine's: ${why.message}`)
    return gitAlone(checkout, remote, clock, absentForge(why))
  }
  const forge = openForge({
    token,
    ...(teamToken === undefined ? {} : { teamToken }),
    apiUrl: api.url,
    repository: api.repository,
    clock,
    onWait: (line) => terminal.progress(line),
  })
  try {
    const { defaultBranch } = await forge.repository()
    const login = offline ? 'nobody' : await forge.login()
    return { forge, clock, defaultBranch, actor: { login } }
  } catch (caught) {
    const error = api.named ? aboutAddress(caught, api.url) : caught
    if (!offline) throw error
    const { message, hint } = knownError(error)
    const asked = api.named && hint !== undefined ? `${message} ${hint}` : message
    terminal.warn(`the API could not be asked, so times are this machine's: ${asked}`)
    return gitAlone(checkout, remote, clock, forge)
  }
}

async function gitAlone(checkout: Checkout, remote: Remote, clock: Clock, forge: Forge): Promise<OpenedGithub> {
  return {
    forge,
    clock,
    actor: { login: 'nobody' },
    defaultBranch: await askDefaultBranch(checkout.git, checkout.bare ? remote.url : 'origin'),
  }
}
