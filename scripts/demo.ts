/** `npm run demo`: builds the release tree that the demo runs, then tells the story. Arguments go to the demo as they are; `--ask` needs no release. */
import { join } from 'node:path'
import { runCommand } from './run-command.ts'
import { tscProgram } from './testing/programs.ts'

const args = process.argv.slice(2)
const release: string[][] = [
  [tscProgram, '-b'],
  ['--disable-warning=DEP0187', join('scripts', 'bundle.ts')],
]
const steps = [...(args.includes('--ask') ? [] : release), [join('test', 'demo', 'main.ts'), ...args]]

for (const step of steps) {
  const code = await runCommand(process.execPath, step)
  if (code !== 0) process.exit(code)
}
