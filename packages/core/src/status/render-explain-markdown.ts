import { codeSpan, escapeText, list, table } from '../report/markdown.ts'
import type { ExplainView, Explanation, Wait } from './explain-view.ts'
import type { RoadStep } from './package-road.ts'
import { earliestWords, instantWords, shortVersion } from './status-words.ts'

/** What `stagecoach explain` says, for summaries. Texts from outside are escaped. */
export function renderExplainMarkdown(view: ExplainView): string {
  const built = view.built === undefined ? '' : ` ${escapeText(shortVersion(view.built.version))}`
  return [
    `### ${escapeText(view.package)}${built}`,
    ...view.environments.map((each) => explanation(each, view.at)),
    table(['When', 'Where', 'What', 'Who', 'Record'], view.road.map(row)),
  ]
    .filter((each) => each !== '')
    .join('\n\n')
}

function explanation({ environment, summary, waits, earliest }: Explanation, now: string): string {
  const said = `**${escapeText(environment)}**: ${escapeText(summary)}`
  const when = earliest === undefined ? [] : [earliestWords(earliest, now)]
  return [said, list([...waits.map(wait), ...when])].filter((each) => each !== '').join('\n\n')
}

function wait({ why, waitsOn, until, help, otherwise = [] }: Wait): string {
  const people = waitsOn.length === 0 ? '' : ` Waits on ${waitsOn.map(escapeText).join(', ')}.`
  const time = until === undefined ? '' : ` Until ${instantWords(until)} at the earliest.`
  const ways = [...(help === undefined ? [] : [help]), ...otherwise].map((each) => ` → ${codeSpan(each)}`)
  return `${escapeText(why)}${people}${time}${ways.join('')}`
}

function row({ at, environment = '', what, people, record }: RoadStep): string[] {
  return [instantWords(at), environment, what, people.join(', '), String(record)].map(escapeText)
}
