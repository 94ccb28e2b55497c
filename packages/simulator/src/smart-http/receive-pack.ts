import { followRefChange } from '../changes/ref-change.ts'
import type { RefChange } from '../changes/ref-change.ts'
import { readRef } from '../git/refs.ts'
import type { Exchange } from '../http/exchange.ts'
import { passFaults } from '../http/fault-point.ts'
import type { Repository } from '../world/repository.ts'
import { answerHeaders, collect, plainBody, protocolOf, startService } from './git-service.ts'
import { parsePushCommands, rewriteReport } from './pkt-line.ts'
import type { PushCommand } from './pkt-line.ts'
import { takeReasons, writePushRules } from './push-rules-folder.ts'

/** Where the refs of a push are before or after it. */
function tipsOf(repository: Repository, commands: readonly PushCommand[]): ReadonlyMap<string, string | undefined> {
  return new Map(commands.map(({ ref }) => [ref, readRef(repository.bare, ref)]))
}

/** What really moved, whatever git's report says. */
function moved(
  before: ReadonlyMap<string, string | undefined>,
  after: ReadonlyMap<string, string | undefined>,
): readonly RefChange[] {
  return [...before.keys()].sort().flatMap((ref) => {
    const change = { ref, before: before.get(ref), after: after.get(ref) }
    return change.before === change.after ? [] : [change]
  })
}

function isTag({ ref }: RefChange): boolean {
  return ref.startsWith('refs/tags/')
}

async function receive(
  exchange: Exchange,
  repository: Repository,
  body: Buffer,
  commands: readonly PushCommand[],
): Promise<Buffer> {
  const act = exchange.world.act(exchange.principal, 'git receive-pack')
  const rules = await writePushRules(act, repository, commands)
  const before = tipsOf(repository, commands)
  const protocol = protocolOf(exchange.request)
  const env = rules === undefined ? {} : { SIMULATOR_PUSH_RULES: rules }
  const settings = rules === undefined ? ['-c', 'core.hooksPath=/dev/null'] : []
  const response = await collect(startService(repository.bare, 'receive-pack', { settings, protocol, env, body }))
  const changes = moved(before, tipsOf(repository, commands))
  const reasons = rules === undefined ? new Map<string, string>() : await takeReasons(rules)
  // GitHub raises nothing for tags when a push brings more than three.
  const manyTags = changes.filter(isTag).length > 3
  for (const change of changes) await followRefChange(act, repository, { ...change, silent: manyTags && isTag(change) })
  await repository.bare.tidyAfterPush()
  return rewriteReport(response, reasons)
}

/**
 * A push, one at a time in a repository. The body is taken whole (the commands decide what is refused), the answer is held
 * back until everything that follows from the push has happened.
 */
export async function receivePack(exchange: Exchange, repository: Repository): Promise<void> {
  const { world, principal } = exchange
  const body = await collect(plainBody(exchange.request))
  const commands = parsePushCommands(body)
  const point = { world, route: 'git receive-pack', path: exchange.target, principal, body: refNames(commands), write: true }
  // A push with nothing in it is git asking whether its credentials are good.
  if (commands.length > 0) await passFaults(point, 'before')
  const report = await repository.lock.run(() => receive(exchange, repository, body, commands))
  if (commands.length > 0) await passFaults(point, 'after')
  exchange.response.writeHead(200, answerHeaders('receive-pack', 'result'))
  exchange.log(200)
  exchange.response.end(report)
}

function refNames(commands: readonly PushCommand[]): { readonly refs: readonly string[] } {
  return { refs: commands.map(({ ref }) => ref) }
}
