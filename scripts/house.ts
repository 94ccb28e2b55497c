/** `pnpm house`: how long files and functions are, and which package imports which. Figures to talk about, no gate. */
import { functionLengths } from './house/function-lengths.ts'
import { lineFigures } from './house/line-figures.ts'
import { packageArrows } from './house/package-arrows.ts'
import { isTest, readSources } from './house/source-file.ts'
import { table } from './house/table.ts'

const shown = 15
const files = await readSources()

console.log('Lines per file\n')
const lineRows = lineFigures(files).map((row) => [row.what, row.files, row.lines, row.median, row.p90, row.longest])
console.log(table(['where', 'files', 'lines', 'median', 'p90', 'longest'], lineRows))

console.log('\nLongest functions outside tests\n')
const functions = files.filter(({ path }) => !isTest(path)).flatMap(functionLengths)
const longest = functions.sort((a, b) => b.lines - a.lines).slice(0, shown)
console.log(
  table(
    ['lines', 'function', 'where'],
    longest.map(({ lines, name, path, line }) => [lines, name, `${path}:${line}`]),
  ),
)

console.log('\nImport arrows (files that import)\n')
const arrows = packageArrows(files)
const targets = [...new Set([...arrows.values()].flatMap((row) => [...row.keys()]))].sort()
const arrowRows = [...arrows].map(([room, row]) => [room, ...targets.map((name) => row.get(name) ?? '·')])
console.log(table(['from \\ to', ...targets], arrowRows))
