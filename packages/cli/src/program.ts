import { plainLines } from '@stagecoach/core'
import { Command, Option } from 'commander'
import { isGroup, verbs } from './verbs/index.ts'
import type { Sink } from './surroundings.ts'
import type { Flag } from './frame/flag.ts'
import type { Positional, Verb } from './frame/verb.ts'
import { version } from './version.ts'

export type RunVerb = (verb: Verb, values: readonly unknown[], command: Command) => Promise<void>

const usageWord: Record<Positional['kind'], (name: string) => string> = {
  text: (name) => `<${name}>`,
  maybe: (name) => `[${name}]`,
  many: (name) => `[${name}...]`,
}

/** The parser of all registered verbs; `run` is called with what was parsed. Nothing here ends the process. */
export function buildProgram(run: RunVerb, { stdout, stderr }: { stdout: Sink; stderr: Sink }): Command {
  const program = new Command('stagecoach')
    .description('Carries the same change from stage to stage: build, promote, gate, deploy, verify, roll back.')
    .version(version, '--version', 'say the version')
    .helpOption('-h, --help', 'say how it is used')
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .option('--dry-run', 'say what would happen, and change nothing')
    .option('--repo <dir>', 'work in this repository instead of the current folder')
    .option(
      '--config <path>',
      'configuration, relative to the repository; read at the tip of the default branch, and by `lint` and `init` as it lies here',
    )
    .option('--debug', 'show causes and stacks of errors')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 done or nothing to do, 1 failed, 2 bad usage or configuration, 3 blocked, pending or in conflict.',
    )
    .showSuggestionAfterError()
  settle(program, stdout, stderr)
  for (const each of verbs) {
    if (!isGroup(each)) addVerb(program, each, run, stdout, stderr)
    else {
      const group = program.command(each.name).description(each.summary)
      settle(group, stdout, stderr)
      for (const verb of each.verbs) addVerb(group, verb, run, stdout, stderr)
    }
  }
  return program
}

function addVerb(parent: Command, verb: Verb, run: RunVerb, stdout: Sink, stderr: Sink): void {
  const command = parent.command(verb.name).summary(verb.summary)
  command.description(verb.details === undefined ? verb.summary : `${verb.summary}\n\n${verb.details}`)
  settle(command, stdout, stderr)
  for (const [name, { kind, description }] of Object.entries(verb.arguments)) command.argument(usageWord[kind](name), description)
  for (const flag of Object.values(verb.options)) command.addOption(optionOf(flag))
  command.action(async (...given: unknown[]) => run(verb, given.slice(0, -2), command))
}

function optionOf({ flags, description, choices, collect }: Flag<unknown>): Option {
  const option = new Option(flags, description)
  if (choices !== undefined) option.choices(choices)
  if (collect !== undefined) option.argParser(collect)
  return description.endsWith('(required)') ? option.makeOptionMandatory() : option
}

function settle(command: Command, stdout: Sink, stderr: Sink): void {
  const writeOut = (text: string): void => stdout.write(plainLines(text))
  // It repeats what it was given, such as the name of a branch.
  const writeErr = (text: string): void => stderr.write(plainLines(text))
  command.exitOverride().configureOutput({ writeOut, writeErr })
}
