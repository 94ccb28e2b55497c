#!/usr/bin/env node
import { main } from './main.ts'
import { endOnSignals } from './signals.ts'
import { processSurroundings } from './surroundings.ts'

// A reader that closes the pipe early (`stagecoach ledger log | head`) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
const surroundings = processSurroundings()
endOnSignals(surroundings.argv)
process.exitCode = await main(surroundings)
