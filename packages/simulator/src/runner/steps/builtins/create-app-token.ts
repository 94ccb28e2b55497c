import type { BuiltinRequest } from './index.ts'

/** Stand-in for actions/create-github-app-token: asks the runner's option `appToken`, and takes the token back when the job ends. */
export async function createAppToken({ call, inputs }: BuiltinRequest): Promise<boolean> {
  const { facts, masks } = call.frame.session
  const make = facts.options.appToken
  if (make === undefined) {
    call.output.line('::error::No App is known offline; give createRunner the option "appToken".')
    return false
  }
  const permissions = Object.entries(inputs)
    .filter(([name, value]) => name.startsWith('permission-') && value !== '')
    .map(([name, value]): [string, string] => [name.slice('permission-'.length), value])
  const made = make({
    appId: inputs['client-id'] || inputs['app-id'] || '',
    privateKey: inputs['private-key'] ?? '',
    owner: inputs['owner'] || facts.repository.owner,
    repositories: list(inputs['repositories']) ?? [facts.repository.name],
    permissions: Object.fromEntries(permissions),
  })
  if ('refused' in made) {
    call.output.line(`::error::${made.refused}`)
    return false
  }
  masks.add(made.token)
  call.outputs['token'] = made.token
  call.outputs['app-slug'] = made.slug
  call.outputs['installation-id'] = String(made.installationId ?? '')
  if (inputs['skip-token-revoke'] !== 'true') revokeAtEnd(call, made.token)
  return true
}

function revokeAtEnd({ frame, record }: BuiltinRequest['call'], token: string): void {
  const { session } = frame
  session.posts.push({
    name: `Post ${record.name}`,
    condition: 'always()',
    state: {},
    run: () => {
      session.facts.host.revokeToken(token)
      return Promise.resolve(true)
    },
  })
}

function list(text: string | undefined): string[] | undefined {
  const names = (text ?? '').split(/[,\n]/).map((name) => name.trim()).filter(Boolean) // prettier-ignore
  return names.length === 0 ? undefined : names
}
