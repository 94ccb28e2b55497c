import { checkBranchName, checkName, isName, StagecoachError } from '@stagecoach/core'

/** An environment to write into the configuration; the last is production. */
export interface Stop {
  name: string
  branch: string
}

/** Names that teams give their stops, in the order in which a change passes them. */
const usual = [
  'dev',
  'develop',
  'development',
  'ci',
  'int',
  'integration',
  'test',
  'testing',
  'sit',
  'qa',
  'uat',
  'acceptance',
  'stage',
  'staging',
  'preprod',
  'pre-production',
]

/** The stops that were asked for (`name` or `name=branch`), else those with a branch `env/<name>`, else one to begin with. Production comes last, on the default branch.
 *  @throws StagecoachError `usage`, `name-invalid`, `branch-name-invalid` */
export function chooseStops(asked: readonly string[], branches: readonly string[], defaultBranch: string): Stop[] {
  const found = branches.filter((branch) => branch.startsWith('env/') && isName(branch.slice(4))).map((branch) => branch.slice(4))
  const names = asked.length > 0 ? asked : found.length > 0 ? inOrder(found) : ['integration']
  const stops = names.map((text) => parseStop(text, defaultBranch))
  const production = stops.findIndex((stop) => stop.branch === defaultBranch)
  const last = production === -1 ? { name: 'production', branch: defaultBranch } : stops[production]
  const before = stops.filter((stop) => stop.branch !== defaultBranch)
  if (last === undefined || before.length + 1 < stops.length) throw twice('branch', defaultBranch)
  const all = [...before, last]
  for (const key of ['name', 'branch'] as const) {
    const again = all.find((stop, index) => all.findIndex((each) => each[key] === stop[key]) !== index)
    if (again !== undefined) throw twice(key, again[key])
  }
  return all
}

function parseStop(text: string, defaultBranch: string): Stop {
  const [name = '', branch] = text.split('=')
  checkName('environment', name)
  return { name, branch: checkBranchName(branch ?? (name === 'production' ? defaultBranch : `env/${name}`)) }
}

function inOrder(names: readonly string[]): string[] {
  const place = (name: string): number => (usual.includes(name) ? usual.indexOf(name) : usual.length)
  return [...new Set(names)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}

function twice(key: string, value: string): StagecoachError {
  return new StagecoachError('usage', `The ${key} '${value}' is asked for twice.`, {
    hint: 'Each environment has a name and a branch of its own.',
  })
}
