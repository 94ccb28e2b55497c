import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  canonicalJson,
  lastVerified,
  sealRecords,
  viewHistory,
  type LedgerHistory,
  type LedgerRecord,
  type NewEntry,
} from '@stagecoach/core'
import { openLedger } from '@stagecoach/git'
import type { Bench, Fixture, Side } from '../bench.ts'
import { feed, git } from '../run-program.ts'

const recordCount = 5_000
const branch = 'stagecoach/ledger'
const environments = ['integration', 'qa', 'production']
const at = '2026-01-02T03:04:05.000Z'
const by = { login: 'ada' }
const clock = { now: () => new Date(at) }

/** 5,000 records in commits of two, as a deployment that starts and ends, its verification and its lease leave them. */
async function prepare(folder: string): Promise<Fixture> {
  await mkdir(folder, { recursive: true })
  const origin = join(folder, 'origin.git')
  await git(folder, 'init', '--quiet', '--bare', origin)
  const entries = Array.from({ length: recordCount / 5 }, (_, number) => entriesOf(number)).flat()
  const records = sealRecords([], entries, { at, by })
  const commits = Array.from({ length: records.length / 2 }, (_, index) => commit(records.slice(index * 2, index * 2 + 2)))
  await feed([...commits, ''].join('\n'), 'git', '-C', origin, 'fast-import', '--quiet')
  await git(origin, 'repack', '--quiet', '-ad')
  const known = join(folder, 'known')
  await (await openRead(origin, known)).close()
  const clone = join(folder, 'clone.git')
  await git(folder, 'clone', '--quiet', '--bare', '--single-branch', `--branch=${branch}`, origin, clone)
  return { origin, folder, known, clone }
}

function entriesOf(number: number): NewEntry[] {
  const environment = environments[number % environments.length] ?? ''
  const operation = number.toString(16).padStart(16, '0')
  const oid = number.toString(16).padStart(40, 'a')
  const digest = number.toString(16).padStart(64, 'b')
  const package_ = {
    name: `feature-${number}`,
    version: '1.0.0',
    digest,
    source: oid,
    base: oid,
    requires: [],
    sourceTime: '2026-01-02T03:04:05Z',
  }
  const state = { operation, environment, commit: oid, content: oid, packages: [package_] }
  const lease = { kind: 'lease', environment, operation, fence: number + 1, expires: at } as const
  const checks = [{ name: 'sql: select true', passed: true, detail: 'true', milliseconds: 3 }]
  const deployment = { kind: 'deployment', ...state, fence: number + 1, plan: digest } as const
  return [
    { ...lease, key: `lease:${environment}:${number + 1}`, action: 'acquire' },
    { ...deployment, key: `deployment:started:${operation}`, state: 'started' },
    { ...deployment, key: `deployment:finished:${operation}`, state: 'finished', fingerprints: { main: digest } },
    { kind: 'verification', key: `verification:${operation}`, ...state, passed: true, checks },
    { ...lease, key: `release:${environment}:${number + 1}`, action: 'release' },
  ]
}

function commit(records: readonly LedgerRecord[]): string {
  const files = records.map((record) => {
    const text = canonicalJson(record)
    const digits = String(record.seq).padStart(8, '0')
    return `M 100644 inline records/${digits.slice(0, 4)}/${digits}.json\ndata ${Buffer.byteLength(text)}\n${text}`
  })
  return [`commit refs/heads/${branch}`, 'committer Ada <ada@example.com> 1760000000 +0000', 'data 6', 'Record', ...files].join(
    '\n',
  )
}

async function openRead(url: string, directory: string): Promise<{ history: LedgerHistory; close(): Promise<void> }> {
  const ledger = await openLedger({ url, directory, clock, actor: by })
  const history = await ledger.read()
  return { history, close: () => ledger.close() }
}

/** Number of records, and the last verified commit of each environment, so that the fold is not idle. */
function fold(history: LedgerHistory): string {
  const view = viewHistory(history)
  const last = environments.map((name) => lastVerified(view, name)?.commit)
  return `${history.records.length} ${last.join(' ')}`
}

/** The same answer out of `git log -p`, believing every line. */
function foldText(patches: string): string {
  const records = patches.split('\n').filter((line) => line.startsWith('+{'))
  // Written by `prepare`.
  const verified = records.map((line) => JSON.parse(line.slice(1)) as { kind: string; environment: string; commit: string })
  const last = environments.map(
    (name) => verified.findLast((each) => each.kind === 'verification' && each.environment === name)?.commit,
  )
  return `${records.length} ${last.join(' ')}`
}

function ours(label: string, known: (fixture: Fixture, place: string) => string): Side {
  return {
    label,
    node: true,
    async run(fixture, watch) {
      const place = await mkdtemp(join(fixture['folder'] ?? '', 'round-'))
      watch.start()
      const { history, close } = await openRead(fixture['origin'] ?? '', known(fixture, place))
      const answer = fold(history)
      watch.end()
      await close()
      await rm(place, { recursive: true, force: true })
      return answer
    },
  }
}

function instead(label: string, bring: (fixture: Fixture, place: string) => Promise<string>): Side {
  return {
    label,
    node: true,
    async run(fixture, watch) {
      const place = await mkdtemp(join(fixture['folder'] ?? '', 'round-'))
      watch.start()
      const repository = await bring(fixture, place)
      const answer = foldText(await git(repository, 'log', '-p', '--reverse', '--format=', branch))
      watch.end()
      await rm(place, { recursive: true, force: true })
      return answer
    },
  }
}

export const ledgerCold: Bench = {
  what: '5,000 ledger records on a fresh runner: fetch, read, fold',
  prepare,
  ours: ours('`openLedger`, chain verified', (_, place) => join(place, 'git')),
  instead: instead('`git clone`, `git log -p`, unchecked', async ({ origin = '' }, place) => {
    const repository = join(place, 'clone.git')
    await git(place, 'clone', '--quiet', '--bare', '--single-branch', `--branch=${branch}`, `file://${origin}`, repository)
    return repository
  }),
}

export const ledgerWarm: Bench = {
  what: 'the same in a clone that knows them',
  prepare,
  ours: ours('`openLedger`, its cache', ({ known = '' }) => known),
  instead: instead('`git fetch`, `git log -p`', async ({ clone = '' }) => {
    await git(clone, 'fetch', '--quiet', 'origin', `+refs/heads/${branch}:refs/heads/${branch}`)
    return clone
  }),
}
