import { gunzipSync } from 'node:zlib'
import { followRefChange } from '../changes/ref-change.ts'
import type { RefChange } from '../changes/ref-change.ts'
import { listRefs } from '../git/refs.ts'
import { readBody } from '../http/exchange.ts'
import type { Exchange } from '../http/exchange.ts'
import { passFaults } from '../http/fault-point.ts'
import type { Repository } from '../world/repository.ts'
import { collect, runBackend } from './http-backend.ts'
import type { BackendAnswer } from './http-backend.ts'
import { parsePushCommands, rewriteReport } from './pkt-line.ts'
import type { PushCommand } from './pkt-line.ts'
import { takeReasons, writePushRules } from './push-rules-folder.ts'

async function refsOf(repository: Repository): Promise<ReadonlyMap<string, string>> {
  return new Map((await listRefs(repository.bare)).map(({ name, sha }) => [name, sha]))
}

/** What really moved, whatever git's report says. */
function moved(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly RefChange[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].sort().flatMap((ref) => {
    const change = { ref, before: before.get(ref), after: after.get(ref) }
    return change.before === change.after ? [] : [change]
  })
}

function isTag({ ref }: RefChange): boolean {
  return ref.startsWith('refs/tags/')
}

interface Pushed {
  readonly answer: BackendAnswer
  readonly report: Buffer
}

async function receive(
  exchange: Exchange,
  repository: Repository,
  body: Buffer,
  commands: readonly PushCommand[],
): Promise<Pushed> {
  const act = exchange.world.act(exchange.principal, 'git receive-pack')
  const rules = await writePushRules(act, repository, commands)
  const before = await refsOf(repository)
  const answer = await runBackend(exchange, {
    path: repository.bare.path,
    service: '/git-receive-pack',
    query: '',
    env: { SIMULATOR_PUSH_RULES: rules },
    body,
    encoded: false,
  })
  const response = await collect(answer)
  const changes = moved(before, await refsOf(repository))
  const reasons = await takeReasons(rules)
  // GitHub raises nothing for tags when a push brings more than three.
  const manyTags = changes.filter(isTag).length > 3
  for (const change of changes) await followRefChange(act, repository, { ...change, silent: manyTags && isTag(change) })
  return { answer, report: rewriteReport(response, reasons) }
}

/**
 * A push, one at a time in a repository. The body is taken whole (the commands decide what is refused), the answer is held
 * back until everything that follows from the push has happened.
 */
export async function receivePack(exchange: Exchange, repository: Repository): Promise<void> {
  const { world, principal } = exchange
  const raw = await readBody(exchange.request)
  const body = exchange.request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
  const commands = parsePushCommands(body)
  const point = { world, route: 'git receive-pack', path: exchange.target, principal, body: refNames(commands), write: true }
  // A push with nothing in it is git asking whether its credentials are good.
  if (commands.length > 0) await passFaults(point, 'before')
  const { answer, report } = await repository.lock.run(() => receive(exchange, repository, body, commands))
  if (commands.length > 0) await passFaults(point, 'after')
  exchange.response.writeHead(answer.status, answer.headers)
  exchange.log(answer.status)
  exchange.response.end(report)
}

function refNames(commands: readonly PushCommand[]): { readonly refs: readonly string[] } {
  return { refs: commands.map(({ ref }) => ref) }
}
