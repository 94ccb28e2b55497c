import { StagecoachError, type LedgerRecord, type Room } from '@stagecoach/core'
import { verifyLedger } from '@stagecoach/git'
import { shown, type Answer } from '../answer.ts'
import type { Context } from '../frame/context.ts'
import { choice, text, wholeNumber } from '../frame/flag.ts'
import { defineVerb, type VerbGroup } from '../frame/verb.ts'
import { chooseRecords, recordKinds } from '../ledger/choose-records.ts'
import { notedTips } from '../ledger/noted-tips.ts'
import { describeRecord } from '../ledger/describe-record.ts'

const verify = defineVerb({
  name: 'verify',
  summary: 'Proves chain and history of the ledger, and that every tip noted in a database is still part of it.',
  details: 'Names the first bad record; exit code 1. Databases count where the environment variable of their URL is set.',
  arguments: {},
  options: {},
  async run(context): Promise<Answer> {
    const { room, remote } = await context.room({ offline: true })
    const noted = await notedTips(room, context.terminal)
    const access = { url: remote.url, ...(remote.token === undefined ? {} : { token: remote.token }) }
    const { tip, records, problems } = await verifyLedger({ ...access, noted: noted.map((each) => each.tip) })
    const data = { tip, records, noted, problems }
    if (tip === undefined && problems.length === 0) throw noLedger(remote.url)
    const [first] = problems
    if (first === undefined) {
      const message = `The ledger holds: ${records} records in one chain${noted.length === 0 ? '' : `, with every tip noted in ${noted.length} ${noted.length === 1 ? 'database' : 'databases'}`}.`
      return { result: { schema: 1, outcome: 'shown', reason: 'done', message, data } }
    }
    const more = problems.length === 1 ? '' : ` And ${problems.length - 1} more.`
    const advice = problems.slice(1, 11).map((problem) => problem.message)
    return { result: { schema: 1, outcome: 'failed', reason: 'ledger-broken', message: `${first.message}${more}`, advice, data } }
  },
})

const log = defineVerb({
  name: 'log',
  summary: 'Lists the records, newest first.',
  arguments: {},
  options: {
    environment: text('--environment <name>', 'only of this environment'),
    package: text('--package <name>', 'only about this package'),
    kind: choice('--kind <kind>', 'only of this kind', recordKinds),
    limit: wholeNumber('--limit <count>', 'at most so many (default 50, 0 for all)'),
  },
  async run(context, { environment, package: name, kind, limit = 50 }) {
    const { room, records: all } = await readRecords(context)
    const records = chooseRecords(room, all, { environment, package: name, kind })
    const newest = records.toReversed().slice(0, limit === 0 ? undefined : limit)
    const { style } = context.terminal
    const lines = newest.map(
      (record) =>
        `${style('dim', String(record.seq).padStart(6))} ${record.at} ${style('bold', record.kind.padEnd(12))} ${describeRecord(record)}`,
    )
    return shown(`${newest.length} of ${records.length} records.`, { records: newest }, lines.join('\n') || 'No record.')
  },
})

const show = defineVerb({
  name: 'show',
  summary: 'Shows one record in full.',
  arguments: { number: { kind: 'text', description: 'number of the record' } },
  options: {},
  async run(context, { number }) {
    const { records } = await readRecords(context)
    const record = records.find((each) => String(each.seq) === number.replace(/^#/, ''))
    if (record === undefined)
      throw new StagecoachError('record-missing', `There is no record ${number}.`, {
        hint: 'Look for it with `stagecoach ledger log`.',
      })
    return shown(`Record ${record.seq}: ${describeRecord(record)}`, record, JSON.stringify(record, undefined, 2))
  },
})

export const ledger: VerbGroup = {
  name: 'ledger',
  summary: 'Reads and proves the append-only record.',
  verbs: [verify, log, show],
}

/** Nothing to prove is no proof: a branch that was deleted looks the same as one that never was. */
function noLedger(url: string): StagecoachError {
  return new StagecoachError(
    'ledger-missing',
    `There is no branch stagecoach/ledger in ${url}: nothing was recorded there, or its record was deleted.`,
    {
      hint: 'The first operation makes the branch. If there were some, push it back from a clone that has it: git push origin <commit>:refs/heads/stagecoach/ledger',
    },
  )
}

async function readRecords(context: Context): Promise<{ room: Room; records: readonly LedgerRecord[] }> {
  const { room } = await context.room({ offline: true })
  return { room, records: (await room.host.ledger.read()).records }
}
