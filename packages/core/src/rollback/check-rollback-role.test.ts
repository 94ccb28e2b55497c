import { expect, it } from 'vitest'
import type { Actor } from '../ports/actor.ts'
import type { Forge, Role } from '../ports/forge.ts'
import { partialHost } from '../testing/memory-room.ts'
import { checkRollbackRole } from './check-rollback-role.ts'

const roles: Record<string, Role> = { ada: 'write', maya: 'admin', mo: 'maintain' }
const forge = { permission: (login: string): Promise<Role> => Promise.resolve(roles[login] ?? 'none') } as Forge // No other part of the port may be reached.
const check = (actor: Actor, name: string, loses: boolean): Promise<void> =>
  checkRollbackRole({ host: partialHost({ forge, actor }) }, { name, production: name === 'production' }, loses)

it.each([
  ['production', 'an admin', { login: 'maya' }, false],
  ['production', 'a maintainer, data and all', { login: 'mo' }, true],
  ['qa', 'a writer', { login: 'ada' }, false],
])('lets %s be rolled back by %s', async (environment, _who, actor, loses) => {
  await expect(check(actor, environment, loses)).resolves.toBeUndefined()
})

it.each([
  [
    'production',
    'a writer',
    { login: 'ada' },
    false,
    "ada has the role 'write' here, and a rollback of production by hand wants",
  ],
  [
    'production',
    "a writer who runs an admin's run again",
    { login: 'maya', triggering: 'ada' },
    false,
    "ada has the role 'write'",
  ],
  ['production', 'a job', { login: 'github-actions[bot]' }, false, "github-actions[bot] has the role 'none'"],
  ['qa', 'a writer, where data goes', { login: 'ada' }, true, 'a rollback of qa that loses data wants admin or maintain.'],
])('lets %s not be rolled back by %s', async (environment, _who, actor, loses, message) => {
  await expect(check(actor, environment, loses)).rejects.toMatchObject({
    code: 'role-missing',
    message: expect.stringContaining(message),
  })
})
