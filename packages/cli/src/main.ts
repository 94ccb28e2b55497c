import { resolve } from 'node:path'
import { StagecoachError, visibleJson } from '@stagecoach/core'
import { CommanderError } from 'commander'
import type { Answer, ExitCode } from './answer.ts'
import { exitCodeOf, exitCodeOfError } from './exit-code.ts'
import { checkConfigPath } from './frame/config-path.ts'
import { openContext } from './frame/open-context.ts'
import { buildProgram, type RunVerb } from './program.ts'
import type { Surroundings } from './surroundings.ts'
import { renderResult } from './terminal/render-result.ts'
import { failedResult, knownError, reportError } from './terminal/report-error.ts'
import { openTerminal, type Terminal } from './terminal/terminal.ts'

/** Runs one command line and gives its exit code. It is the one place that catches everything; with `--json` stdout gets exactly one document on every path but help. */
export async function main(surroundings: Surroundings): Promise<ExitCode> {
  const terminal = openTerminal(surroundings)
  const json = surroundings.argv.includes('--json')
  const debug = surroundings.argv.includes('--debug')
  let code: ExitCode = 0
  const run: RunVerb = async (verb, values, command) => {
    const given = command.optsWithGlobals()
    if (given['dryRun'] === true && !verb.dryRun)
      throw new StagecoachError('usage', `'${verb.name}' changes nothing that --dry-run could leave out.`)
    const folder = resolve(surroundings.cwd, typeof given['repo'] === 'string' ? given['repo'] : '.')
    const context = openContext({
      surroundings,
      terminal,
      folder,
      dryRun: given['dryRun'] === true,
      config: checkConfigPath(given['config']),
      configNamed: given['config'] !== undefined,
    })
    try {
      const answer = await verb.run(context, values, command.opts())
      print(terminal, answer, json)
      code = exitCodeOf(answer)
    } finally {
      await context.close()
    }
  }
  try {
    await buildProgram(run, surroundings).parseAsync([...surroundings.argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    return fail(terminal, error, json, debug)
  }
  return code
}

function print(terminal: Terminal, answer: Answer, json: boolean): void {
  if (json) terminal.out(visibleJson(answer.result))
  else terminal.out(answer.text ?? renderResult(answer.result, terminal.style))
}

function fail(terminal: Terminal, error: unknown, json: boolean, debug: boolean): ExitCode {
  // commander has said it on stderr already.
  const usage = error instanceof CommanderError
  const known = usage ? new StagecoachError('usage', usageMessage(error), { hint: 'See stagecoach --help.' }) : knownError(error)
  if (!usage) reportError(terminal, known, debug)
  if (json) terminal.out(visibleJson(failedResult(known)))
  return usage ? 2 : exitCodeOfError(known)
}

/** Without a verb commander prints the help, and names the error after that. */
function usageMessage({ code, message }: CommanderError): string {
  return code === 'commander.help' ? 'A verb is missing.' : message.replace(/^error: /, '')
}
