import { codeSpan, escapeText, table } from '../report/markdown.ts'
import type { StatusView, TroubleStatus } from './status-view.ts'
import { cellWords, environmentWords } from './status-words.ts'

/** The tables of `stagecoach status` for summaries and comments. Texts from outside are escaped. */
export function renderStatusMarkdown(view: StatusView): string {
  const names = view.environments.map((each) => each.name)
  const packages = view.packages.map((each) =>
    [each.name, ...names.map((name) => cellWords(each.cells[name], view.at))].map(cell),
  )
  const environments = view.environments.map((each) => [each.name, ...environmentWords(each, view.at)].map(cell))
  return [
    table(['Package', ...names], packages.length > 0 ? packages : [['none yet', ...names.map(() => '')]]),
    table(['Environment', 'Branch', 'Verified', 'Now'], environments),
    ...view.environments.flatMap((each) => each.troubles.map((trouble) => paragraph(each.name, trouble))),
  ].join('\n\n')
}

function paragraph(environment: string, { what, mend }: TroubleStatus): string {
  const ways = mend.map(({ to, run }) => `- To ${escapeText(to)}: ${codeSpan(run)}`)
  return [`**${escapeText(environment)}**: ${escapeText(what)}`, '', ...ways].join('\n')
}

/** One statement a line, as at a terminal. */
function cell(text: string): string {
  return text.split('\n').map(escapeText).join('<br>')
}
