import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { gitEnvironment } from './run-git.ts'

export interface ObjectFacts {
  readonly sha: string
  readonly type: string
  /** Bytes. */
  readonly size: number
}

export interface GitObject extends ObjectFacts {
  readonly content: Buffer
}

interface Question {
  readonly contents: boolean
  readonly resolve: (answer: GitObject | undefined) => void
  readonly reject: (error: Error) => void
}

/**
 * Asks one `git cat-file` that stays, because a process for each object is what a busy server spends its time on. It sees
 * objects and packs that arrive later, and remembers no ref. It holds nobody up: it ends with `close` or with this process.
 */
export class ObjectReader {
  readonly #directory: string
  readonly #waiting: Question[] = []
  #child: ChildProcessWithoutNullStreams | undefined
  #seen: Buffer = Buffer.alloc(0)

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Type and size; undefined when there is no such object, or the name is ambiguous. `<id>^{commit}` looks through tags. */
  info(name: string): Promise<ObjectFacts | undefined> {
    return this.#ask('info', name)
  }

  contents(name: string): Promise<GitObject | undefined> {
    return this.#ask('contents', name)
  }

  close(): void {
    this.#child?.stdin.end()
    this.#child = undefined
  }

  #ask(command: 'info' | 'contents', name: string): Promise<GitObject | undefined> {
    if (name.includes('\n')) return Promise.resolve(undefined)
    const child = (this.#child ??= this.#start())
    if (this.#waiting.length === 0) hold(child, true)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ contents: command === 'contents', resolve, reject })
      child.stdin.write(`${command} ${name}\n`)
    })
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn('git', ['cat-file', '--batch-command'], { cwd: this.#directory, env: gitEnvironment() })
    this.#seen = Buffer.alloc(0)
    child.stdout.on('data', (chunk: Buffer) => {
      this.#seen = this.#seen.length === 0 ? chunk : Buffer.concat([this.#seen, chunk])
      this.#answer()
      if (this.#waiting.length === 0) hold(child, false)
    })
    child.stderr.resume()
    // A broken pipe shows in the end of the process.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => this.#ended(child, error))
    child.on('close', (code) => this.#ended(child, new Error(`git cat-file ended with ${code} in ${this.#directory}.`)))
    return child
  }

  #ended(child: ChildProcessWithoutNullStreams, error: Error): void {
    if (this.#child === child) this.#child = undefined
    if (this.#child === undefined) for (const { reject } of this.#waiting.splice(0)) reject(error)
  }

  #answer(): void {
    for (let [question] = this.#waiting; question !== undefined; [question] = this.#waiting) {
      const taken = take(this.#seen, question.contents)
      if (taken === undefined) return
      this.#waiting.shift()
      this.#seen = this.#seen.subarray(taken.length)
      question.resolve(taken.object)
    }
  }
}

/** The answer at the start of the bytes; undefined while it is not whole. */
function take(bytes: Buffer, contents: boolean): { readonly object: GitObject | undefined; readonly length: number } | undefined {
  const end = bytes.indexOf(0x0a)
  if (end < 0) return undefined
  const [, sha, type, size] = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(bytes.toString('utf8', 0, end)) ?? []
  if (sha === undefined || type === undefined) return { object: undefined, length: end + 1 }
  const facts = { sha, type, size: Number(size) }
  if (!contents) return { object: { ...facts, content: Buffer.alloc(0) }, length: end + 1 }
  const length = end + 1 + facts.size + 1
  return bytes.length < length
    ? undefined
    : { object: { ...facts, content: Buffer.from(bytes.subarray(end + 1, length - 1)) }, length }
}

/** Whether this process waits for the child before it ends. */
function hold(child: ChildProcessWithoutNullStreams, yes: boolean): void {
  // Pipes of a child are sockets, which can be let go; their type does not say so.
  const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as { ref(): void; unref(): void }[]
  for (const handle of handles)
    if (yes) handle.ref()
    else handle.unref()
}
