import { plainLines } from '@stagecoach/core'
import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ends the process on a signal, as it would have ended anyway, but says how to go on, and takes the commands it started along: they run in groups that no Ctrl-C reaches. */
export function endOnSignals(argv: readonly string[]): void {
  for (const signal of signals) {
    process.once(signal, () => {
      process.stderr.write(`\ninterrupted. To go on where it stopped, run it again here: ${plainLines(commandLine(argv))}\n`)
      process.exit(128 + constants.signals[signal])
    })
  }
}

/** As a shell takes it. */
export function commandLine(argv: readonly string[]): string {
  return ['stagecoach', ...argv]
    .map((each) => (/^[\w@%+=:,./-]+$/.test(each) ? each : `'${each.replaceAll("'", `'\\''`)}'`))
    .join(' ')
}
