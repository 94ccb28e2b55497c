import { escapeText, table } from '../report/markdown.ts'
import type { DoctorFinding } from './finding.ts'

/** `12 ok, 2 warnings, 1 problem, 3 not seen.` */
export function sayDoctor(findings: readonly DoctorFinding[]): string {
  const count = (state: DoctorFinding['state']): number => findings.filter((each) => each.state === state).length
  const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
  const unseen = count('unseen')
  const seen = `${count('ok')} ok, ${plural(count('warning'), 'warning')}, ${plural(count('problem'), 'problem')}`
  return `${seen}${unseen === 0 ? '' : `, ${unseen} not seen with this token`}.`
}

/** The findings as a table for a job's summary: what is to be done first. */
export function renderDoctorMarkdown(findings: readonly DoctorFinding[]): string {
  const order: readonly DoctorFinding['state'][] = ['problem', 'warning', 'unseen', 'ok']
  const rows = order.flatMap((state) =>
    findings
      .filter((each) => each.state === state)
      .map(({ check, what, change }) => [state, ...[check, what, change ?? ''].map(escapeText)]),
  )
  return `${sayDoctor(findings)}\n\n${table(['', 'Looked at', 'What is so', 'To change'], rows)}`
}
