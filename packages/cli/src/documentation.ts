import { outcomes } from '@stagecoach/core'
import type { Command } from 'commander'
import { cliOutcomes, type CliOutcome, type ExitCode } from './answer.ts'
import { exitCodeOf } from './exit-code.ts'
import { buildProgram } from './program.ts'

const intro = `# Command line

\`stagecoach <verb> [--json] [--dry-run] [--repo DIR]\` works on any clone of the repository: the same core as the actions, put together for a terminal.

- The repository is found around the current folder (or \`--repo DIR\`); its remote \`origin\` says which one it is on GitHub.
- The token comes from \`STAGECOACH_TOKEN\`, \`GITHUB_TOKEN\` or \`GH_TOKEN\`, else from the URL of the remote, else from git's credential helpers. \`GITHUB_API_URL\` names another API than the host's.
- \`STAGECOACH_TEAM_TOKEN\` reads the members of teams that gates name, where that token may not; it needs the organisation permission \`members: read\`.
- The configuration is read at the tip of the default branch, never from your working tree (\`lint\` and \`init\` alone read yours).
- Results go to stdout, progress and warnings to stderr. With \`--json\` stdout gets exactly one document: \`schema\`, \`outcome\`, \`reason\`, \`message\`, and what else there is (\`data\` for verbs that show something).
- Colour only on a terminal, and not with \`NO_COLOR\`.
- Fetched objects stay in \`.git/stagecoach\`; it may be deleted at any time.

| exit code | meaning | outcomes |
|---|---|---|
| 0 | done, or nothing to do | ${ending(0)} |
| 1 | failed | ${ending(1)} |
| 2 | bad usage, surroundings or configuration: unknown names, malformed values, no repository, no token | \`failed\` |
| 3 | blocked, pending, or in conflict | ${ending(3)} |

Otherwise: \`rollback\` ends with 0 when it \`rolled-back\`, \`doctor\` with 3 when it found a problem, and a plan that would be blocked or in conflict with 3.
[Outcomes and reasons](reference/outcomes.md) are closed lists; at a terminal there are also ${own()}.

This page is made from the commands; a test keeps it so (\`UPDATE_DOCS=1 npx vitest run packages/cli/src/documentation.test.ts\`).
`

function ending(code: ExitCode): string {
  const names = (Object.keys(cliOutcomes) as CliOutcome[]).filter(
    (outcome) => exitCodeOf({ result: { schema: 1, outcome, reason: 'done', message: '' } }) === code,
  )
  return names.map((name) => `\`${name}\``).join(', ')
}

function own(): string {
  const only = Object.entries(cliOutcomes).filter(([name]) => !Object.hasOwn(outcomes, name))
  return only.map(([name, meaning]) => `\`${name}\` (${meaning.replace(/\.$/, '')})`).join(', ')
}

/** docs/cli.md, from the parser itself. */
export function renderDocumentation(): string {
  const silent = { write: (): void => undefined, isTerminal: false }
  const program = buildProgram(() => Promise.resolve(), { stdout: silent, stderr: silent })
  const verbs = program.commands.flatMap((command) => (command.commands.length === 0 ? [command] : [...command.commands]))
  return [intro, '## Options of every verb\n', optionTable(program), ...verbs.map(section)].join('\n')
}

function section(command: Command): string {
  const names = [command.parent?.parent === null ? [] : [command.parent?.name() ?? ''], command.name()].flat()
  const help = command.createHelp()
  const usage = ['stagecoach', ...names, command.usage().replace('[options] ', '').replace('[options]', '')].join(' ').trimEnd()
  const rows = command.registeredArguments.map((each) => `| \`${each.name()}\` | ${cell(each.description)} |`)
  const positions = rows.length === 0 ? [] : ['', '| argument | |', '|---|---|', ...rows]
  const options = help.visibleOptions(command).length <= 1 ? [] : ['', optionTable(command).trimEnd()]
  return [`## ${names.join(' ')}\n`, `\`${usage}\`\n`, command.description(), ...positions, ...options, ''].join('\n')
}

function optionTable(command: Command): string {
  const options = command.createHelp().visibleOptions(command)
  const rows = options
    .filter((each) => each.long !== '--help')
    .map((each) => `| \`${each.flags}\` | ${cell(each.description)}${choices(each.argChoices)} |`)
  return ['| option | |', '|---|---|', ...rows, ''].join('\n')
}

function choices(list: readonly string[] | undefined): string {
  return list === undefined ? '' : `: ${list.map((each) => `\`${each}\``).join(', ')}`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
