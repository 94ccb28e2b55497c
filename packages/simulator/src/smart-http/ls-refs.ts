import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BareRepository } from '../git/bare-repository.ts'
import { objectType } from '../git/objects.ts'
import { readRef, refTips } from '../git/refs.ts'
import { flush, packet, readPacket } from './pkt-line.ts'

interface Question {
  readonly prefixes: readonly string[]
  readonly peel: boolean
  readonly symrefs: boolean
}

/** The lines of a request of protocol version 2, up to the flush; undefined when it is not of such lines. */
function requestLines(body: Buffer): readonly string[] | undefined {
  const lines: string[] = []
  for (let at = 0; at < body.length;) {
    const found = readPacket(body, at)
    if (found === undefined) return undefined
    if (found.payload !== undefined) lines.push(found.payload.toString('utf8').replace(/\n$/, ''))
    at = found.next
  }
  return lines
}

/** What the client asks, when it asks `ls-refs` (gitprotocol-v2) and nothing that this server leaves to git. */
function readQuestion(body: Buffer): Question | undefined {
  const [command, ...lines] = requestLines(body) ?? []
  if (command !== 'command=ls-refs') return undefined
  const prefixes = lines.flatMap((line) => (line.startsWith('ref-prefix ') ? [line.slice('ref-prefix '.length)] : []))
  return { prefixes: prefixes.length === 0 ? [''] : prefixes, peel: lines.includes('peel'), symrefs: lines.includes('symrefs') }
}

/**
 * Answers `ls-refs` from the repository's files, as `git upload-pack` would with a process of its own. Undefined when git has to
 * be asked: another command, or a HEAD that leads nowhere yet.
 */
export async function answerLsRefs(bare: BareRepository, body: Buffer): Promise<Buffer | undefined> {
  const question = readQuestion(body)
  if (question === undefined) return undefined
  const [, branch = ''] = /^ref: (.+)\n$/.exec(readFileSync(join(bare.path, 'HEAD'), 'utf8')) ?? []
  const head = readRef(bare, branch)
  if (head === undefined) return undefined
  const shown = question.prefixes.some((prefix) => 'HEAD'.startsWith(prefix))
  const target = question.symrefs ? ` symref-target:${branch}` : ''
  const tips = refTips(bare, question.prefixes).map(
    async ([name, sha]) => `${sha} ${name}${await peeled(bare, question, name, sha)}\n`,
  )
  const lines = [...(shown ? [`${head} HEAD${target}\n`] : []), ...(await Promise.all(tips))]
  return Buffer.concat([...lines.map(packet), flush])
}

async function peeled(bare: BareRepository, { peel }: Question, name: string, sha: string): Promise<string> {
  if (!peel || (await objectType(bare, sha)) !== 'tag') return ''
  const object = await bare.objects.info(`${sha}^{}`)
  if (object === undefined) throw new Error(`The tag ${name} leads to an object that is not there.`)
  return ` peeled:${object.sha}`
}
