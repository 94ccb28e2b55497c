// What `npm run demo` may be given, looked at before anything is fetched or built. Plain JavaScript for the same reason as bootstrap.mjs.
import { parseArgs } from 'node:util'

const engines = ['embedded', 'postgres']
export const stories = {
  first: 'from the first features to a second version',
  living: 'a shop that lived before, and its bad days',
}

export const help = `Tells a story of Stagecoach on this machine: real git, real databases, a GitHub that runs offline.

npm run demo                                on an embedded database
npm run demo -- --engine postgres           on a PostgreSQL server
${Object.entries(stories)
  .map(([name, about]) => `npm run demo -- --story ${name}`.padEnd(44) + about)
  .join('\n')}
npm run demo -- --stay                      keeps GitHub and the server running until Ctrl-C
npm run demo -- --folder DIR                leaves everything there in place of .demo
npm run demo -- --ask qa 'select 1'         asks an embedded database that the last demo left
`

const options = {
  engine: { type: 'string', default: 'embedded' },
  story: { type: 'string', default: 'first' },
  folder: { type: 'string' },
  stay: { type: 'boolean' },
  ask: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
}

/** What to say instead of telling a story: the help, or what is wrong with the arguments; undefined when they are right. */
export function checkDemoArguments(given) {
  try {
    const { values, positionals } = parseArgs({ args: given, options, allowPositionals: true })
    if (values.help) return { help }
    const [first] = positionals
    if (values.ask === undefined && first !== undefined) return { wrong: `The demo knows no "${first}".` }
    if (!engines.includes(values.engine))
      return { wrong: `There is no engine "${values.engine}". Engines: ${engines.join(', ')}.` }
    const names = Object.keys(stories)
    if (!names.includes(values.story)) return { wrong: `There is no story "${values.story}". Stories: ${names.join(', ')}.` }
    return undefined
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}
