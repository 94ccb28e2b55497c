import { expect, it } from 'vitest'
import { commandLine } from './signals.ts'

it.each([
  [['deploy', 'integration'], 'stagecoach deploy integration'],
  [['hold', 'loyalty', '--reason', "it isn't"], `stagecoach hold loyalty --reason 'it isn'\\''t'`],
  [['hold', 'loyalty', '--reason', ''], `stagecoach hold loyalty --reason ''`],
])('writes %j as a shell takes it', (argv, line) => {
  expect(commandLine(argv)).toBe(line)
})
