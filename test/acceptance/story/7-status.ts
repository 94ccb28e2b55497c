import { expect } from 'vitest'
import { git } from '../../story/stage/git-person.ts'
import { environments } from '../../story/stage/databases.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { packagesOf } from '../look/branch.ts'
import { ledgerTip } from '../look/ledger-records.ts'
import { flipOneByte, forgetNewest, lastRecord, restoreLedger } from '../look/tamper.ts'
import { branchOf } from '../look/promotions.ts'

interface Answer {
  outcome: string
  reason: string
  message: string
  advice?: string[]
  data?: unknown
}

/** What the CLI's bundle answers to a person who stands in their clone. */
export async function ask(stage: Stage, args: readonly string[]): Promise<Answer & { code: number }> {
  const { code, stdout, stderr } = await stage.cli('maya', [...args, '--json'])
  if (stdout === '') throw new Error(`stagecoach ${args.join(' ')} ended ${code} and said only: ${stderr}`)
  return { ...(JSON.parse(stdout) as Answer), code }
}

/** Which package is where, as the branches say it. */
export async function lookAtStatus(stage: Stage): Promise<void> {
  const { code, stdout } = await stage.cli('maya', ['status'])
  expect(code).toBe(0)
  for (const environment of environments) {
    expect(stdout).toContain(environment)
    for (const { name } of (await packagesOf(stage.bare, branchOf[environment])).values()) expect(stdout).toContain(name)
  }
}

/** Why a package waits, and for whom. */
export async function lookAtExplain(stage: Stage, name: string, words: readonly RegExp[]): Promise<void> {
  const { code, stdout } = await stage.cli('maya', ['explain', name])
  expect(code).toBe(0)
  for (const word of words) expect(stdout).toMatch(word)
}

export async function lookAtLedger(stage: Stage): Promise<void> {
  const held = await ask(stage, ['ledger', 'verify'])
  expect(held).toMatchObject({ code: 0, outcome: 'shown' })
  expect(held.message).toContain(`${await lastRecord(stage.bare)} records in one chain`)
}

/** One byte of a record in the middle: verification fails and names it. */
export async function lookAtFlippedByte(stage: Stage): Promise<void> {
  const before = await ledgerTip(stage.bare)
  const seq = Math.floor((await lastRecord(stage.bare)) / 2)
  await flipOneByte(stage.bare, seq)
  try {
    const broken = await ask(stage, ['ledger', 'verify'])
    expect(broken).toMatchObject({ code: 1, outcome: 'failed', reason: 'ledger-broken' })
    expect(broken.message).toContain(`ecord ${seq}`)
  } finally {
    await restoreLedger(stage.bare, before)
  }
}

/** A shorter history is a chain without a fault, but the databases noted a tip that it lacks. */
export async function lookAtRewrittenLedger(stage: Stage): Promise<void> {
  const before = await forgetNewest(stage.bare, (await commitCount(stage.bare)) - 3)
  try {
    const broken = await ask(stage, ['ledger', 'verify'])
    expect(broken).toMatchObject({ code: 1, outcome: 'failed', reason: 'ledger-broken' })
    expect(broken.message).toContain('rewritten')
  } finally {
    await restoreLedger(stage.bare, before)
  }
  expect((await ask(stage, ['ledger', 'verify'])).code).toBe(0)
}

async function commitCount(bare: string): Promise<number> {
  return Number(await git(bare, ['rev-list', '--count', 'refs/heads/stagecoach/ledger']))
}
