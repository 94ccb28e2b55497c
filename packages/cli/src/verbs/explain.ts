import {
  earliestWords,
  explain,
  instantWords,
  renderExplainMarkdown,
  shortVersion,
  type ExplainView,
  type Explanation,
  type RoadStep,
} from '@stagecoach/core'
import { shown } from '../answer.ts'
import { toggle } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'
import type { Style } from '../terminal/style.ts'

export const explainVerb = defineVerb({
  name: 'explain',
  summary: 'Says why a package waits, for whom, until when, and which command helps.',
  details:
    'From the newest recorded decision, and what holds now: holds, stops, leases, rollbacks. Then the whole road so far, with people and the number of each record.',
  arguments: {
    package: { kind: 'text', description: 'name of the package' },
    environment: { kind: 'maybe', description: 'only this environment' },
  },
  options: { markdown: toggle('--markdown', 'print it as Markdown, for the summary of a job') },
  async run(context, { package: name, environment, markdown }) {
    const { room } = await context.room({ offline: true })
    const view = await explain(room, { package: name, askForge: true, ...(environment === undefined ? {} : { environment }) })
    const waits = view.environments.reduce((sum, each) => sum + each.waits.length, 0)
    return shown(
      waits === 0 ? `${name} waits for nothing.` : `${name} waits for ${waits} things.`,
      view,
      markdown ? renderExplainMarkdown(view) : renderExplanation(view, context.terminal.style),
    )
  },
})

export function renderExplanation(view: ExplainView, style: Style): string {
  const built = view.built === undefined ? '' : ` ${shortVersion(view.built.version)}, built ${instantWords(view.built.at)}`
  return [
    `${style('bold', view.package)}${built}`,
    ...view.environments.map((each) => paragraph(each, view.at, style)),
    ...(view.road.length === 0 ? [] : ['', style('bold', 'so far'), ...view.road.map((step) => roadLine(step, style))]),
  ].join('\n')
}

function roadLine({ at, environment, what, people, record }: RoadStep, style: Style): string {
  const where = environment === undefined ? '' : `${environment}: `
  const who = people.length === 0 ? '' : ` (${people.join(', ')})`
  return `  ${instantWords(at)} ${where}${what}${who} ${style('dim', `record ${record}`)}`
}

function paragraph({ environment, summary, waits, earliest }: Explanation, now: string, style: Style): string {
  const lines = waits.flatMap(({ why, waitsOn, until, help, otherwise = [] }) => [
    `    ${style('yellow', '•')} ${why}`,
    ...(waitsOn.length === 0 ? [] : [`      waits on ${waitsOn.join(', ')}`]),
    ...(until === undefined ? [] : [`      until ${instantWords(until)} at the earliest`]),
    ...(help === undefined ? [] : [`      ${style('cyan', '→')} ${help}`]),
    ...otherwise.map((each) => `        ${each}`),
  ])
  const when = earliest === undefined ? [] : [`    ${earliestWords(earliest, now)}`]
  return [`  ${style('bold', environment)}: ${summary}`, ...lines, ...when].join('\n')
}
