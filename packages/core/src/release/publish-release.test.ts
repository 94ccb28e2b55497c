import { describe, expect, it } from 'vitest'
import { viewHistory } from '../ledger/history.ts'
import { MemoryLedger } from '../testing/memory-ledger.ts'
import { partialHost, sampleRoom } from '../testing/memory-room.ts'
import { sampleOid } from '../testing/samples.ts'
import { publishRelease } from './publish-release.ts'
import { storedRelease } from './stored-release.ts'

const content = sampleOid('content')
const [mine, theirs] = ['a'.repeat(64), 'b'.repeat(64)] as const

/** A store that holds `tag` and would store `mine`. */
function place(tag: string | undefined) {
  const clock = { now: () => new Date('2026-11-20T08:00:00Z') }
  const ledger = new MemoryLedger(clock)
  const pushed: string[] = []
  const started: unknown[] = []
  let held = tag
  // Only what publishing reaches for.
  const host = partialHost({
    clock,
    ledger,
    git: {
      fetch: () => Promise.resolve(new Map()),
      push: () => {
        pushed.push(mine)
        held = mine
        return Promise.resolve({ kind: 'pushed' })
      },
    } as never,
    forge: { dispatch: (workflow: string, inputs: object) => Promise.resolve(void started.push([workflow, inputs])) } as never,
    workspace: { collect: () => Promise.resolve(new Map([['a.js', { bytes: new Uint8Array(), executable: false }]])) } as never,
    releases: {
      find: () => Promise.resolve(held === undefined ? undefined : { content, digest: held, files: 1 }),
      prepare: () => {
        if (held !== undefined && held !== mine) return Promise.reject(new Error('release-differs'))
        return Promise.resolve({
          ref: { content, digest: mine, files: 1 },
          update: held === mine ? undefined : { ref: '', to: '' },
        })
      },
    } as never,
  })
  const stored = async () => (await storedRelease(host, viewHistory(await ledger.read()), content))?.digest
  const publish = (waiting: { environment?: string; package?: string } = {}) =>
    publishRelease(sampleRoom(host), { content, path: 'out', ...waiting })
  const record = (digest: string) => ledger.append(() => [{ kind: 'release', key: `release:${content}`, content, digest }])
  const drop = (digest: string) =>
    ledger.append(() => [{ kind: 'release-dropped', key: 'dropped', content, digest, reason: 'old' }])
  return { stored, publish, record, drop, pushed, started }
}

describe('the release of a content', () => {
  it('counts once it is stored and recorded', async () => {
    const { stored, publish, pushed } = place(undefined)
    expect((await publish()).outcome).toBe('released')
    expect([await stored(), pushed]).toEqual([mine, [mine]])
  })

  it('is recorded when an attempt before stored the very same', async () => {
    const { stored, publish, pushed } = place(mine)
    expect(await stored()).toBeUndefined()
    await publish()
    expect([await stored(), pushed]).toEqual([mine, []])
  })

  it.each([
    ['the gate of the promotion', { environment: 'production', package: 'loyalty' }, 'stagecoach-gate.yml'],
    ['the deployment of what is on the branch already', { environment: 'production' }, 'stagecoach-deploy.yml'],
  ])('starts %s that waits for it', async (_, waiting, workflow) => {
    const { publish, started } = place(undefined)
    await publish(waiting)
    expect(started).toEqual([[workflow, waiting]])
  })

  it('is not taken from a tag that somebody else made', async () => {
    const { stored, publish } = place(theirs)
    await expect(publish()).rejects.toThrow('release-differs')
    expect(await stored()).toBeUndefined()
  })

  it('is built again after it was dropped, with other bytes, too', async () => {
    const { stored, publish, record, drop } = place(undefined)
    await record(theirs)
    await expect(publish()).rejects.toMatchObject({ code: 'release-differs' })
    await drop(theirs)
    await publish()
    expect(await stored()).toBe(mine)
  })

  it('is refused when its tag was moved after it was recorded', async () => {
    const { stored, record } = place(theirs)
    await record(mine)
    await expect(stored()).rejects.toMatchObject({ code: 'release-tampered' })
  })
})
