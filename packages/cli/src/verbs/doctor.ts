import { diagnose, gatherDoctor, renderDoctorMarkdown, sayDoctor, type DoctorFinding } from '@stagecoach/core'
import { openSettings } from '@stagecoach/github'
import type { Answer } from '../answer.ts'
import { toggle } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'
import { apiUnknown, tokenMissing } from '../remote/absent-forge.ts'
import { mustGit } from '../remote/person-git.ts'
import type { Style } from '../terminal/style.ts'

export const doctorVerb = defineVerb({
  name: 'doctor',
  summary: 'Looks at token, settings, rules, secrets (names only) and workflow files, and names the line to change.',
  details: [
    'Writes nothing. What this token may not see is said as such: an administrator sees most.',
    'Exit code 3 when there is a problem; warnings alone leave it at 0.',
  ].join('\n'),
  arguments: {},
  options: { markdown: toggle('--markdown', 'print the findings as Markdown, for the summary of a job') },
  async run(context, { markdown }): Promise<Answer> {
    const checkout = await context.checkout()
    const { room, remote } = await context.room()
    if (remote.api === undefined) throw apiUnknown(remote.url)
    if (remote.token === undefined) throw tokenMissing(remote.api.repository)
    const settings = openSettings({
      token: remote.token,
      apiUrl: remote.api.url,
      repository: remote.api.repository,
      ...(remote.teamToken === undefined ? {} : { teamToken: remote.teamToken }),
      onWait: (line) => context.terminal.progress(line),
    })
    const local = {
      git: (await mustGit(checkout.git, ['--version'])).trim(),
      shallow: (await mustGit(checkout.git, ['rev-parse', '--is-shallow-repository'])).trim() === 'true',
    }
    const findings = diagnose(await gatherDoctor(room, settings, local))
    const message = sayDoctor(findings)
    const text = markdown ? renderDoctorMarkdown(findings) : renderDoctor(findings, context.terminal.style)
    const sick = findings.some(({ state }) => state === 'problem')
    return {
      result: { schema: 1, outcome: 'shown', reason: 'done', message, data: { findings } },
      text,
      ...(sick ? { exitCode: 3 } : {}),
    }
  },
})

const tones = { ok: 'green', warning: 'yellow', problem: 'red', unseen: 'dim' } as const

/** One line each, with what to change below it. */
function renderDoctor(findings: readonly DoctorFinding[], style: Style): string {
  const lines = findings.flatMap(({ state, check, what, change }) => [
    `${style(tones[state], state.padEnd(7))} ${style('bold', check)}: ${what}`,
    ...(change === undefined ? [] : [`        ${style('cyan', '→')} ${change}`]),
  ])
  return [...lines, '', sayDoctor(findings)].join('\n')
}
