import { explain, instantWords, shortVersion, type ExplainView, type Explanation } from '@stagecoach/core'
import { shown } from '../answer.ts'
import { defineVerb } from '../frame/verb.ts'
import type { Style } from '../terminal/style.ts'

export const explainVerb = defineVerb({
  name: 'explain',
  summary: 'Says why a package waits, for whom, until when, and which command helps.',
  details: 'From the newest recorded decision, and what holds now: holds, stops, leases, rollbacks.',
  arguments: {
    package: { kind: 'text', description: 'name of the package' },
    environment: { kind: 'maybe', description: 'only this environment' },
  },
  options: {},
  async run(context, { package: name, environment }) {
    const { room } = await context.room({ offline: true })
    const view = await explain(room, { package: name, askForge: true, ...(environment === undefined ? {} : { environment }) })
    const waits = view.environments.reduce((sum, each) => sum + each.waits.length, 0)
    return shown(
      waits === 0 ? `${name} waits for nothing.` : `${name} waits for ${waits} things.`,
      view,
      renderExplanation(view, context.terminal.style),
    )
  },
})

export function renderExplanation(view: ExplainView, style: Style): string {
  const built = view.built === undefined ? '' : ` ${shortVersion(view.built.version)}, built ${instantWords(view.built.at)}`
  return [`${style('bold', view.package)}${built}`, ...view.environments.map((each) => paragraph(each, style))].join('\n')
}

function paragraph({ environment, summary, waits }: Explanation, style: Style): string {
  const lines = waits.flatMap(({ why, waitsOn, until, help, otherwise = [] }) => [
    `    ${style('yellow', '•')} ${why}`,
    ...(waitsOn.length === 0 ? [] : [`      waits on ${waitsOn.join(', ')}`]),
    ...(until === undefined ? [] : [`      until ${instantWords(until)} at the earliest`]),
    ...(help === undefined ? [] : [`      ${style('cyan', '→')} ${help}`]),
    ...otherwise.map((each) => `        ${each}`),
  ])
  return [`  ${style('bold', environment)}: ${summary}`, ...lines].join('\n')
}
