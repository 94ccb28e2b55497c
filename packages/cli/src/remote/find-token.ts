import type { PersonGit } from './person-git.ts'
import type { RemoteUrl } from './remote-url.ts'

const variables = ['STAGECOACH_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN'] as const

/** From the environment, from the URL, or from git's credential helpers; none is no error until something needs it. */
export async function findToken(
  git: PersonGit,
  environment: Readonly<Record<string, string | undefined>>,
  remote: RemoteUrl,
): Promise<string | undefined> {
  for (const name of variables) {
    const value = environment[name]
    if (value !== undefined && value !== '') return value
  }
  if (remote.token !== undefined) return remote.token
  if (remote.host === undefined) return undefined
  return credential(git, remote)
}

/** git-credential(1). With prompts switched off it fails where nothing is stored. */
async function credential(git: PersonGit, { host, secure, name }: RemoteUrl): Promise<string | undefined> {
  const path = name === undefined ? '' : `path=${name}\n`
  const ask = `protocol=${secure ? 'https' : 'http'}\nhost=${host ?? ''}\n${path}\n`
  const answer = await git(['-c', 'core.askPass=', '-c', 'credential.interactive=false', 'credential', 'fill'], ask)
  return answer.code === 0 ? /^password=(.+)$/m.exec(answer.stdout)?.[1] : undefined
}
