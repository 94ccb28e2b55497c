import type { BuiltinRequest } from './index.ts'

/** Stand-in for actions/create-github-app-token: asks the runner's option `appToken`. */
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
  const token = make({
    appId: inputs['client-id'] || inputs['app-id'] || '',
    privateKey: inputs['private-key'] ?? '',
    owner: inputs['owner'] || facts.repository.owner,
    repositories: list(inputs['repositories']) ?? [facts.repository.name],
    permissions: Object.fromEntries(permissions),
  })
  masks.add(token)
  call.outputs['token'] = token
  call.outputs['app-slug'] = ''
  call.outputs['installation-id'] = ''
  return true
}

function list(text: string | undefined): string[] | undefined {
  const names = (text ?? '').split(/[,\n]/).map((name) => name.trim()).filter(Boolean) // prettier-ignore
  return names.length === 0 ? undefined : names
}
