export interface WorkflowCommand {
  readonly name: string
  readonly properties: { readonly [key: string]: string }
  readonly data: string
}

const KNOWN = [
  'add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group', 'internal-set-repo-path',
  'notice', 'remove-matcher', 'save-state', 'set-env', 'set-output', 'stop-commands', 'warning',
] // prettier-ignore

export function isKnownCommand(name: string): boolean {
  return KNOWN.includes(name.toLowerCase())
}

/** Reads one line of a step's output as `::name key=value,key=value::data`; undefined when it is just text. */
export function parseWorkflowCommand(line: string): WorkflowCommand | undefined {
  const text = line.trimStart()
  if (!text.startsWith('::')) return undefined
  const end = text.indexOf('::', 2)
  if (end < 0) return undefined
  const head = text.slice(2, end)
  const space = head.indexOf(' ')
  const name = space < 0 ? head : head.slice(0, space)
  if (name === '') return undefined
  return {
    name: name.toLowerCase(),
    properties: space < 0 ? {} : parseProperties(head.slice(space + 1)),
    data: unescape(text.slice(end + 2)),
  }
}

/** The token of a line that is nothing but `::token::`, which is how `stop-commands` ends. */
export function resumeToken(line: string): string | undefined {
  return /^\s*::(.+)::\s*$/.exec(line)?.[1]
}

function parseProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {}
  for (const piece of text.trim().split(',')) {
    const equals = piece.indexOf('=')
    if (equals > 0) properties[piece.slice(0, equals).trim()] = unescape(piece.slice(equals + 1), true)
  }
  return properties
}

function unescape(text: string, property = false): string {
  const plain = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n')
  return (property ? plain.replaceAll('%3A', ':').replaceAll('%2C', ',') : plain).replaceAll('%25', '%')
}
