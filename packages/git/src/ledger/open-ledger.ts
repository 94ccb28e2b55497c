import { canonicalJson, sealRecords, stagecoachPerson } from '@stagecoach/core'
import type { Actor, Clock, Ledger, LedgerHistory, LedgerRecord, NewEntry, Oid, PushResult, RemoteRef } from '@stagecoach/core'
import { openGit } from '../open-git.ts'
import type { OpenGit } from '../open-git.ts'
import type { RoundTrips } from '../remote/git-remote.ts'
import { loadCache, saveCache } from './ledger-cache.ts'
import type { ReadLedger } from './ledger-cache.ts'
import { contended, ledgerUnreachable, refusedPush, writtenByNewer } from './ledger-error.ts'
import { ledgerRef, recordPath } from './ledger-path.ts'
import { Pace } from './pace.ts'
import { ParsedRecords } from './parsed-records.ts'
import { broken, readLedger } from './read-ledger.ts'

export interface LedgerAuthor {
  clock: Clock
  actor: Actor
}

export interface LedgerOptions extends LedgerAuthor {
  /** A git directory of its own; a temporary one, removed by `close`, when not given. What was read stays in it. */
  directory?: string
  url: string
  token?: string
}

/** A ledger in an opened repository, where what was read stays as well. */
export interface SharedLedger extends Ledger {
  /** Pushes that somebody else's record had overtaken. */
  refusals(): number
}

export interface OpenLedger extends SharedLedger {
  readonly directory: string
  roundTrips(): RoundTrips
  close(): Promise<void>
}

const tries = 30
/** Milliseconds in which nobody gives up: on a busy machine thirty tries are soon over. */
const patience = 300_000

/** Opens without talking to the remote. */
export async function openLedger({ clock, actor, ...options }: LedgerOptions): Promise<OpenLedger> {
  const git = await openGit(options)
  return { ...ledgerIn(git, { clock, actor }), directory: git.directory, roundTrips: git.roundTrips, close: git.close }
}

/** The ledger in a repository that others use too. A fetch of theirs that asked for its branch does for the first `read` after it, which then holds no conversation. */
export function ledgerIn(git: OpenGit, { clock, actor }: LedgerAuthor): SharedLedger {
  const ledger = new BranchLedger(git, clock, actor)
  return {
    read: () => ledger.read(),
    latest: () => ledger.latest(),
    append: (decide) => ledger.append(decide),
    refusals: () => ledger.refusals,
  }
}

class BranchLedger implements Ledger {
  readonly #git: OpenGit
  readonly #clock: Clock
  readonly #actor: Actor
  #known: ReadLedger | undefined
  #fetches = 0
  readonly #parsed = new ParsedRecords()
  readonly #pace = new Pace()
  refusals = 0

  constructor(git: OpenGit, clock: Clock, actor: Actor) {
    this.#git = git
    this.#clock = clock
    this.#actor = actor
  }

  /** What a fetch brought after the last reading is given once, because it is as fresh as an answer of the remote for the first reader only. */
  async read(): Promise<LedgerHistory> {
    if (this.#git.fetchesOf(ledgerRef) === this.#fetches) return this.#readAgain()
    return this.#take(await this.#git.refs(ledgerRef))
  }

  async #readAgain(): Promise<LedgerHistory> {
    const refs = await this.#git.fetch([ledgerRef]).catch((cause: unknown) => {
      throw ledgerUnreachable(cause)
    })
    return this.#take(refs)
  }

  async #take(refs: ReadonlyMap<string, RemoteRef>): Promise<LedgerHistory> {
    this.#fetches = this.#git.fetchesOf(ledgerRef)
    const tip = refs.get(ledgerRef)?.oid
    const known = this.#known ?? (await loadCache(this.#git.directory))
    if (tip === undefined) {
      if (known?.tip !== undefined) throw broken(`the branch is gone; its tip was ${known.tip}.`)
      return this.#remember({ tip, records: [] }, false)
    }
    return this.#remember(await readLedger(this.#git, tip, known), tip !== known?.tip)
  }

  latest(): Promise<LedgerHistory> {
    return this.#known === undefined ? this.read() : Promise.resolve(this.#history(this.#known))
  }

  async append(decide: (history: LedgerHistory) => readonly NewEntry[]): Promise<LedgerHistory> {
    let fresh = this.#known === undefined && this.#git.fetchesOf(ledgerRef) === this.#fetches
    let history = await this.latest()
    await this.#pace.begin()
    const started = performance.now()
    for (let turn = 0; turn < tries || performance.now() - started < patience; turn++) {
      const [asked, onFresh] = [history, fresh]
      const done = await this.#pace.timed(() => this.#attempt(decide, asked, onFresh))
      if (done !== undefined) return done
      if (fresh) await this.#pace.lost(turn)
      history = await this.#readAgain()
      fresh = true
    }
    throw contended(this.refusals)
  }

  /** One answer of `decide` on one history. A refusal, or nothing to add, counts only when that history was just read. @returns undefined to read and ask again */
  async #attempt(
    decide: (history: LedgerHistory) => readonly NewEntry[],
    history: LedgerHistory,
    fresh: boolean,
  ): Promise<LedgerHistory | undefined> {
    let entries: readonly NewEntry[]
    try {
      this.#refuseNewer()
      entries = decide(history)
    } catch (refusal) {
      if (fresh) throw refusal
      return undefined
    }
    const sealed = sealRecords(history.records, entries, { at: this.#clock.now().toISOString(), by: this.#actor })
    if (sealed.length === 0) return fresh || entries.length > 0 ? history : undefined
    const to = await this.#write(history.tip, sealed)
    const result = await this.#push(history.tip, to)
    if (result.kind === 'refused') throw refusedPush(result)
    if (result.kind === 'pushed') {
      this.#pace.won()
      return this.#remember(this.#extended(to, sealed), true)
    }
    this.refusals += 1
    return undefined
  }

  async #push(expected: Oid | undefined, to: Oid): Promise<PushResult> {
    return this.#git.push([{ ref: ledgerRef, expected, to }]).catch((cause: unknown) => {
      throw ledgerUnreachable(cause)
    })
  }

  async #write(tip: Oid | undefined, records: readonly LedgerRecord[]): Promise<Oid> {
    const edits = new Map<string, { mode: string; oid: Oid }>()
    for (const record of records) {
      edits.set(recordPath(record.seq), { mode: '100644', oid: await this.#git.writeBlob(Buffer.from(canonicalJson(record))) })
    }
    const tree = await this.#git.editTree(tip, edits)
    const kinds = [...new Set(records.map((record) => record.kind))].join(', ')
    const message = `Record ${kinds}\n\nRecords: ${records.map((record) => record.seq).join(' ')}\nBy: ${this.#actor.login}`
    const at = records[0]?.at ?? this.#clock.now().toISOString()
    const parents = tip === undefined ? [] : [tip]
    return this.#git.writeCommit({ tree, parents, message, author: stagecoachPerson, committer: stagecoachPerson, at })
  }

  #extended(tip: Oid, records: readonly LedgerRecord[]): ReadLedger {
    const added = records.map((record) => ({ seq: record.seq, text: canonicalJson(record) }))
    return { tip, records: [...(this.#known?.records ?? []), ...added] }
  }

  async #remember(ledger: ReadLedger, save: boolean): Promise<LedgerHistory> {
    this.#known = ledger
    if (save) await saveCache(this.#git.directory, ledger)
    return this.#history(ledger)
  }

  #refuseNewer(): void {
    const newer = this.#known?.records.find((record) => this.#parsed.of(record) === 'newer')
    if (newer !== undefined) throw writtenByNewer(newer.seq)
  }

  /** Records of a newer format are left out: what is known is read, and writing is refused. */
  #history({ tip, records }: ReadLedger): LedgerHistory {
    return { tip, records: records.map((record) => this.#parsed.of(record)).filter((record) => record !== 'newer') }
  }
}
