import type { WorkflowCommand } from './workflow-command.ts'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly title?: string
  readonly file?: string
  readonly line?: number
}

/** What `::error file=…,line=…,title=…::message` says; undefined for any other command. */
export function toAnnotation(command: WorkflowCommand): Annotation | undefined {
  const { name, properties, data } = command
  if (name !== 'error' && name !== 'warning' && name !== 'notice') return undefined
  const line = Number(properties['line'])
  return {
    level: name,
    message: data,
    ...(properties['title'] === undefined ? {} : { title: properties['title'] }),
    ...(properties['file'] === undefined ? {} : { file: properties['file'] }),
    ...(Number.isInteger(line) ? { line } : {}),
  }
}
