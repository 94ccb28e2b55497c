import type { Stage } from '../stage/stage.ts'

/** What anyone asks at any time, answered by the CLI. */
export async function whatIsWhere(stage: Stage): Promise<void> {
  stage.say('7. which package is where, and does the record hold?')
  for (const args of [['status'], ['explain', 'price-rounding'], ['ledger', 'verify']]) {
    const { code, stdout, stderr } = await stage.cli('maya', args)
    stage.say(`maya runs stagecoach ${args.join(' ')} (exit ${code})`)
    for (const line of (code === 0 ? stdout : stderr).trimEnd().split('\n')) stage.say(`   ${line}`)
  }
}
