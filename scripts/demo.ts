/** `npm run demo`: builds the release tree that the demo runs, then tells the story. Arguments go to the demo as they are. */
import { join } from 'node:path'
import { runCommand } from './run-command.ts'
import { tscProgram } from './testing/programs.ts'

const steps: string[][] = [
  [tscProgram, '-b'],
  ['--disable-warning=DEP0187', join('scripts', 'bundle.ts')],
  [join('test', 'demo', 'main.ts'), ...process.argv.slice(2)],
]

for (const step of steps) {
  const code = await runCommand(process.execPath, step)
  if (code !== 0) process.exit(code)
}
