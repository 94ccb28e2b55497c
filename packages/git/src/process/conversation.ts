import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { ByteQueue } from './byte-queue.ts'

/** Takes one whole answer out of the queue, or undefined when more bytes must arrive. It may be called again for the same answer. */
export type AnswerReader<A> = (queue: ByteQueue) => A | undefined

interface Pending<A> {
  resolve: (answer: A) => void
  reject: (cause: Error) => void
}

/** Questions and answers with a process that stays: answers come in the order of the questions. It is started at the first question, and again after it died. */
export class Conversation<A> {
  readonly #start: () => ChildProcessWithoutNullStreams
  readonly #reader: () => AnswerReader<A>
  #child: ChildProcessWithoutNullStreams | undefined
  #read: AnswerReader<A> | undefined
  #queue = new ByteQueue()
  #waiting: Pending<A>[] = []
  #stderr = ''

  constructor(start: () => ChildProcessWithoutNullStreams, reader: () => AnswerReader<A>) {
    this.#start = start
    this.#reader = reader
  }

  ask(question: string): Promise<A> {
    const child = (this.#child ??= this.#begin())
    if (this.#waiting.length === 0) hold(child, true)
    return new Promise<A>((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      child.stdin.write(question)
    })
  }

  /** Ends the process; questions still open fail. */
  close(): void {
    this.#child?.kill()
    this.#end('the process was closed')
  }

  #begin(): ChildProcessWithoutNullStreams {
    const child = this.#start()
    this.#queue = new ByteQueue()
    this.#read = undefined
    this.#stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      if (child === this.#child) this.#receive(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => (this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-4000)))
    child.stdin.on('error', () => undefined)
    child.on('error', (cause) => child === this.#child && this.#end(cause.message))
    child.on('close', (code) => child === this.#child && this.#end(`exit code ${String(code)}: ${this.#stderr.trim()}`))
    return child
  }

  #receive(chunk: Buffer): void {
    this.#queue.push(chunk)
    while (this.#waiting.length > 0) {
      const read = (this.#read ??= this.#reader())
      const answer = read(this.#queue)
      if (answer === undefined) return
      this.#read = undefined
      this.#waiting.shift()?.resolve(answer)
    }
    if (this.#child !== undefined) hold(this.#child, false)
  }

  #end(why: string): void {
    const open = this.#waiting
    this.#child = undefined
    this.#waiting = []
    for (const each of open) each.reject(new Error(why))
  }
}

/** An idle process must not keep Node from ending. The pipes are sockets, which the stream types do not say. */
function hold(child: ChildProcessWithoutNullStreams, needed: boolean): void {
  const method = needed ? 'ref' : 'unref'
  child[method]()
  for (const stream of [child.stdin, child.stdout, child.stderr])
    (stream as Partial<Record<'ref' | 'unref', () => void>>)[method]?.()
}
