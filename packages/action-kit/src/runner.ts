import * as actions from '@actions/core'
import { plainLines, visibleText } from '@stagecoach/core'

/** A place in a file of the repository; lines and columns count from 1. */
export interface Place {
  file: string
  line?: number
  column?: number
}

/** What a step may say to the GitHub runner. */
export interface Runner {
  input(name: string): string
  output(name: string, value: string): void
  secret(value: string): void
  info(line: string): void
  warn(line: string): void
  error(message: string, title: string, place?: Place): void
  debug(text: string): void
  isDebug(): boolean
  /** Markdown added to the summary of the job. */
  summary(markdown: string): Promise<void>
  /** The step ends as failed, whatever else it still does. */
  fail(): void
}

/** The runner around this process, by workflow commands and command files. Texts of untrusted hands go through here: nothing in them is unseen or a command. */
export function actionsRunner(environment: Readonly<Record<string, string | undefined>>): Runner {
  return {
    input: (name) => actions.getInput(name),
    output: (name, value) => actions.setOutput(name, value),
    secret: (value) => actions.setSecret(value),
    info: (line) => actions.info(plainLines(line)),
    warn: (line) => actions.warning(plainLines(line)),
    error: (message, title, place) => actions.error(plainLines(message), { title: plainLines(title), ...annotation(place) }),
    debug: (text) => actions.debug(plainLines(text)),
    isDebug: () => actions.isDebug(),
    async summary(markdown) {
      // Outside a runner (tests, a terminal) there is no such file.
      if ((environment['GITHUB_STEP_SUMMARY'] ?? '') !== '') await actions.summary.addRaw(visibleText(markdown), true).write()
    },
    fail() {
      process.exitCode = 1
    },
  }
}

function annotation(place: Place | undefined): actions.AnnotationProperties {
  if (place === undefined) return {}
  return {
    file: plainLines(place.file),
    ...(place.line === undefined ? {} : { startLine: place.line }),
    ...(place.column === undefined ? {} : { startColumn: place.column }),
  }
}
