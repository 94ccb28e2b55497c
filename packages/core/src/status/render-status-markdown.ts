import { cellWords, environmentWords } from './status-words.ts'
import { codeSpan } from '../report/markdown.ts'
import type { StatusView, TroubleStatus } from './status-view.ts'

/** The tables of `stagecoach status` for summaries and comments. Texts from outside are escaped. */
export function renderStatusMarkdown(view: StatusView): string {
  const names = view.environments.map((each) => each.name)
  const packages = view.packages.map((each) => [each.name, ...names.map((name) => cellWords(each.cells[name], view.at))])
  const environments = view.environments.map((each) => [each.name, ...environmentWords(each, view.at)])
  return [
    table(['Package', ...names], packages.length > 0 ? packages : [['none yet', ...names.map(() => '')]]),
    table(['Environment', 'Branch', 'Verified', 'Now'], environments),
    ...view.environments.flatMap((each) => each.troubles.map((trouble) => paragraph(each.name, trouble))),
  ].join('\n\n')
}

function paragraph(environment: string, { what, mend }: TroubleStatus): string {
  const ways = mend.map(({ to, run }) => `- To ${escape(to)}: ${codeSpan(run)}`)
  return [`**${escape(environment)}**: ${escape(what)}`, '', ...ways].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

function escape(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/\s*\n\s*/g, ' ')
}
