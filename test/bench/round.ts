import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Bench, Fixture } from './bench.ts'
import { memoryBelow } from './process-memory.ts'

export interface Measurement {
  milliseconds: number
  /** Peak resident memory in KiB: the worker's own where its way needs Node, and the processes below it, looked at every 10 ms. */
  peak: number
  answer: string
}

type Message = { kind: 'start' } | { kind: 'end' } | { kind: 'done'; milliseconds: number; answer: string; ownPeak: number }

const worker = fileURLToPath(new URL('worker.ts', import.meta.url))

/** Runs one side once, in a fresh process. */
export async function measure(name: string, bench: Bench, side: 'ours' | 'instead', fixture: Fixture): Promise<Measurement> {
  const child = fork(worker, [name, side, JSON.stringify(fixture)], { execArgv: ['--conditions=stagecoach-source'] })
  const { pid = 0 } = child
  const state = { working: false, below: 0, done: undefined as Extract<Message, { kind: 'done' }> | undefined }
  // The worker is ours and sends nothing else.
  child.on('message', (message: Message) => {
    if (message.kind === 'done') state.done = message
    else state.working = message.kind === 'start'
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  const looks = setInterval(() => {
    if (!state.working) return
    void memoryBelow(pid).then((size) => {
      state.below = Math.max(state.below, size)
    })
  }, 10)
  const code = await ended
  clearInterval(looks)
  if (code !== 0 || state.done === undefined) throw new Error(`${name}, ${side}: the worker ended with ${String(code)}.`)
  const { milliseconds, answer, ownPeak } = state.done
  return { milliseconds, answer, peak: state.below + (bench[side].node ? ownPeak : 0) }
}
