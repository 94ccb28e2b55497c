import { expect, test } from 'vitest'
import { defaultConfigPath } from '@stagecoach/core'
import { openRoom } from './open-room.ts'
import { findCheckout } from './remote/checkout.ts'
import { openTerminal } from './terminal/terminal.ts'
import { openShop } from './testing/shop.ts'

test('reads teams with STAGECOACH_TEAM_TOKEN, and shows neither token', async () => {
  await using bench = await openShop()
  bench.simulator.addTeam('acme', 'dba', ['ada', 'otto'])
  const blind = bench.simulator.addInstallation('acme/shop', 'release-bot', { contents: 'write' })
  let said = ''
  const sink = { write: (text: string) => void (said += text), isTerminal: false }
  const teamsOf = async (STAGECOACH_TEAM_TOKEN: string): Promise<string[]> => {
    const environment = { ...bench.environment, STAGECOACH_TOKEN: blind, STAGECOACH_TEAM_TOKEN }
    const surroundings = { environment, argv: [], cwd: bench.clone, stdout: sink, stderr: sink }
    const terminal = openTerminal(surroundings)
    const opened = await openRoom(await findCheckout(bench.clone, environment), surroundings, terminal, {
      config: defaultConfigPath,
    })
    terminal.out(`${blind} ${bench.token}`)
    return opened.room.host.forge.teamMembers('dba').finally(() => opened.close())
  }
  expect(await teamsOf(bench.token)).toEqual(['ada', 'otto'])
  expect(said).toContain('*** ***')
  await expect(teamsOf('')).rejects.toMatchObject({ code: 'team-not-visible' })
})
