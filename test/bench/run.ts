/** `pnpm bench [--rounds 5] [name…]`: measures side by side, in turns, and prints one table. Nothing is asserted: the figures depend on the machine. */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../story/stage/postgres-server.ts'
import type { Bench } from './bench.ts'
import { benches } from './benches.ts'
import { measure, type Measurement } from './round.ts'
import { renderTable, type Row } from './table.ts'

const { values, positionals } = parseArgs({ options: { rounds: { type: 'string', default: '5' } }, allowPositionals: true })
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a whole number from 1 on.')
const unknown = positionals.filter((name) => benches[name] === undefined)
if (unknown.length > 0) throw new Error(`No bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`)

const folder = await mkdtemp(join(tmpdir(), 'stagecoach-bench-'))
const server = await startPostgres()
try {
  const rows: Row[] = []
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    if (bench.needs === 'postgres' && server === undefined) console.error(`${name}: left out, no PostgreSQL here`)
    else rows.push(await compare(name, bench, join(folder, name), server?.url ?? ''))
  }
  console.log(`${machine()}; ${server?.name ?? 'no PostgreSQL'}; Node ${process.version}\n`)
  console.log(renderTable(rows))
} finally {
  await server?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Ours and theirs in turns, and who begins changes from round to round. */
async function compare(name: string, bench: Bench, place: string, url: string): Promise<Row> {
  const before = loadavg()[0] ?? 0
  const fixture = await bench.prepare(place, url)
  const measured: Record<'ours' | 'instead', Measurement[]> = { ours: [], instead: [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['ours', 'instead'] as const) : (['instead', 'ours'] as const)
    for (const side of order) measured[side].push(await measure(name, bench, side, fixture))
    const [ours, instead] = [measured.ours.at(-1), measured.instead.at(-1)]
    console.error(
      `${name} ${round + 1}/${rounds}: ${ours?.milliseconds.toFixed(0)} ms, instead ${instead?.milliseconds.toFixed(0)} ms`,
    )
    if (ours?.answer !== instead?.answer) {
      throw new Error(`${name}: the two sides made different things: ${ours?.answer} and ${instead?.answer}.`)
    }
  }
  const labels = { oursLabel: bench.ours.label, insteadLabel: bench.instead.label }
  return { what: bench.what, ...measured, ...labels, load: [before, loadavg()[0] ?? 0] }
}

function machine(): string {
  const [first] = cpus()
  return `${new Date().toISOString().slice(0, 16)}Z, ${cpus().length} cores (${first?.model ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB`
}
