import { expect, it } from 'vitest'
import type { Actor } from '../ports/actor.ts'
import type { Forge, Role } from '../ports/forge.ts'
import { partialHost } from '../testing/memory-room.ts'
import { checkRollbackRole } from './check-rollback-role.ts'

const roles: Record<string, Role> = { ada: 'write', maya: 'admin', mo: 'maintain' }
const forge = { permission: (login: string): Promise<Role> => Promise.resolve(roles[login] ?? 'none') } as Forge // No other part of the port may be reached.
const check = (actor: Actor, name: string, allowDataLoss: string[] = []): Promise<void> =>
  checkRollbackRole({ host: partialHost({ forge, actor }) }, { name, production: name === 'production' }, { allowDataLoss })

it.each([
  ['production', 'an admin', { login: 'maya' }, []],
  ['production', 'a maintainer, data and all', { login: 'mo' }, ['table public.a']],
  ['qa', 'a writer', { login: 'ada' }, []],
])('lets %s be rolled back by %s', async (environment, _who, actor, losses) => {
  await expect(check(actor, environment, losses)).resolves.toBeUndefined()
})

it.each([
  ['production', 'a writer', { login: 'ada' }, [], "ada has the role 'write' here, and a rollback of production by hand wants"],
  ['production', "a writer who runs an admin's run again", { login: 'maya', triggering: 'ada' }, [], "ada has the role 'write'"],
  ['production', 'a job', { login: 'github-actions[bot]' }, [], "github-actions[bot] has the role 'none'"],
  [
    'qa',
    'a writer, where data goes',
    { login: 'ada' },
    ['table public.a'],
    'a rollback of qa that loses data wants admin or maintain.',
  ],
])('lets %s not be rolled back by %s', async (environment, _who, actor, losses, message) => {
  await expect(check(actor, environment, losses)).rejects.toMatchObject({
    code: 'role-missing',
    message: expect.stringContaining(message),
  })
})
