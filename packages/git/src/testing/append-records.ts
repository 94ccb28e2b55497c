import { openLedger } from '../ledger/open-ledger.ts'

/** One of several writers: `append-records.ts <url> <name> <count>`; prints how often somebody else was faster. */
const [url = '', name = '', count = '0'] = process.argv.slice(2)
const ledger = await openLedger({ url, clock: { now: () => new Date() }, actor: { login: name } })
for (let index = 0; index < Number(count); index++) {
  // Each record stands for a run of its own, and a run reads before it writes.
  await ledger.read()
  await ledger.append(() => [
    { kind: 'release', key: `${name}-${index}`, content: 'a'.repeat(40), digest: index.toString(16).padStart(64, '0') },
  ])
}
console.log(ledger.refusals())
await ledger.close()
