import type { Annotation } from './annotation.ts'
import { toAnnotation } from './annotation.ts'
import type { Masks } from './masks.ts'
import type { WorkflowCommand } from './workflow-command.ts'
import { isKnownCommand, parseWorkflowCommand, resumeToken } from './workflow-command.ts'

/** Where the lines of a step end up. */
export interface OutputSink {
  readonly masks: Masks
  log(line: string): void
  annotate(annotation: Annotation): void
}

/** Reads a step's output line by line: obeys workflow commands, masks and logs the rest. */
export class StepOutput {
  readonly sink: OutputSink
  #stopToken: string | undefined
  #failed = false

  constructor(sink: OutputSink) {
    this.sink = sink
  }

  /** True when a command was refused, which fails the step. */
  get failed(): boolean {
    return this.#failed
  }

  line(line: string): void {
    if (this.#stopToken !== undefined) {
      if (resumeToken(line) === this.#stopToken) this.#stopToken = undefined
      this.#write(line)
      return
    }
    const command = parseWorkflowCommand(line)
    if (command !== undefined && isKnownCommand(command.name)) this.#obey(command)
    else this.#write(line)
  }

  #obey(command: WorkflowCommand): void {
    const annotation = toAnnotation(command)
    if (annotation !== undefined) {
      this.sink.annotate({ ...annotation, message: this.sink.masks.apply(annotation.message) })
      this.#write(`##[${annotation.level}]${annotation.message}`)
      return
    }
    switch (command.name) {
      case 'add-mask':
        if (command.data.trim() === '') this.#write("##[warning]Can't add secret mask for empty string in ##[add-mask] command.")
        else this.sink.masks.add(command.data)
        return
      case 'stop-commands':
        this.#write(`::stop-commands::${command.data}`)
        this.#stop(command.data)
        return
      case 'group':
      case 'debug':
        this.#write(`##[${command.name}]${command.data}`)
        return
      case 'endgroup':
        this.#write('##[endgroup]')
        return
      case 'set-env':
      case 'add-path':
        this.#refuse(`The \`${command.name}\` command is disabled. Please upgrade to using Environment Files.`)
        return
      case 'set-output':
      case 'save-state':
        this.#write(`##[warning]The \`${command.name}\` command is deprecated and ignored here. Use Environment Files.`)
        return
      default:
        return
    }
  }

  #stop(token: string): void {
    if (token === '' || isKnownCommand(token) || token.toLowerCase() === 'pause-logging') {
      this.#refuse(`Invalid value for the stop-commands token: '${token}'`)
    } else this.#stopToken = token
  }

  #refuse(message: string): void {
    this.#failed = true
    this.#write(`##[error]${message}`)
  }

  #write(line: string): void {
    for (const part of line.split('\n')) this.sink.log(this.sink.masks.apply(part))
  }
}
