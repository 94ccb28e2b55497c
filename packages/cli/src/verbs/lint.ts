import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { initCommand, parseConfig, StagecoachError, type Config } from '@stagecoach/core'
import { openDatabases } from '@stagecoach/database'
import type { Answer } from '../answer.ts'
import { list } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'
import { findBranches, type KnownBranches } from '../init/find-branches.ts'
import { analyseFolder, type LintFinding } from '../lint/analyse-folder.ts'
import { chosenPackages } from '../lint/changed-packages.ts'
import type { Checkout } from '../remote/checkout.ts'
import { renderTable, type Page } from '../terminal/render-table.ts'

const classes = ['expand', 'contract', 'behavioural', 'data', 'unknown']

export const lint = defineVerb({
  name: 'lint',
  summary: 'Says of each migration of this checkout what it breaks for the running application, and what it locks.',
  details: 'Without paths: the packages that the checkout changes against the default branch. Asks nothing but your files.',
  arguments: { paths: { kind: 'many', description: 'packages, or paths of their files' } },
  options: { failOn: list('--fail-on <class>', `exit 1 when a finding has this class: ${classes.join(', ')}`) },
  async run(context, { paths, failOn }): Promise<Answer> {
    const stranger = failOn.find((each) => !classes.includes(each))
    if (stranger !== undefined)
      throw new StagecoachError('usage', `'${stranger}' is no class.`, { hint: `There is ${classes.join(', ')}.` })
    const checkout = await context.checkout()
    const branches = await findBranches(checkout)
    const { migrations } = (await readConfig(checkout, branches, context.config)).database
    const { packages, notice } = await chosenPackages(checkout, migrations, paths, branches, context.surroundings.cwd)
    if (notice !== undefined) context.terminal.warn(notice)
    const databases = openDatabases()
    const findings: LintFinding[] = []
    for (const name of packages) findings.push(...(await analyseFolder(databases, checkout, migrations, name)))
    const failing = findings.filter((each) => failOn.includes(each.compatibility) && each.allowed === undefined)
    const counted =
      packages.length === 0
        ? 'This checkout changes no package.'
        : `${packages.join(', ')}: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}.`
    const message = failing.length === 0 ? counted : `${counted} ${failing.length} of a class that fails.`
    const data = { packages, findings }
    const text = [...(findings.length === 0 ? [] : [renderFindings(findings, context.terminal)]), message].join('\n')
    if (failing.length === 0) return { result: { schema: 1, outcome: 'shown', reason: 'done', message, packages, data }, text }
    return {
      result: {
        schema: 1,
        outcome: 'failed',
        reason: 'lint-failed',
        message,
        packages,
        data,
      },
      text,
    }
  },
})

/** As it lies in the checkout: a person wants to see what their change of it would do. */
async function readConfig({ folder }: Checkout, { defaultBranch }: KnownBranches, file: string): Promise<Config> {
  const text = await readFile(join(folder, file), 'utf8').catch((cause: unknown) => {
    throw new StagecoachError('config-not-found', `There is no file '${file}' in '${folder}'.`, {
      hint: `\`${initCommand(file)}\` writes one. Another place is named by --config <path>.`,
      cause,
    })
  })
  return parseConfig(text, { file, blob: '0'.repeat(40), defaultBranch })
}

function renderFindings(findings: readonly LintFinding[], page: Page): string {
  const { style } = page
  const rows = findings.map(({ file, line, statement, compatibility, lock, rule, message, allowed }) => [
    `${file}:${line}`,
    statement,
    style(compatibility === 'expand' ? 'green' : compatibility === 'data' ? 'yellow' : 'red', compatibility),
    style(lock === 'none' || lock === 'brief' ? 'green' : 'yellow', lock),
    rule,
    wrap(allowed === undefined ? message : `${message} (allowed: ${allowed})`),
  ])
  return renderTable(['place', 'statement', 'compatibility', 'lock', 'rule', 'why'], rows, page)
}

function wrap(text: string): string {
  return text.replace(/(.{1,60})(?:\s+|$)/g, '$1\n').trimEnd()
}
