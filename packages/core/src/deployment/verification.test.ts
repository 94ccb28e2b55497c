import { expect, it } from 'vitest'
import type { VerifyStep } from '../config/config.ts'
import type { Host } from '../ports/runtime.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { partialHost } from '../testing/memory-room.ts'
import { deployApplication } from './application.ts'
import { runVerification } from './verification.ts'

const url = 'https://shop:s3cret@shop.example'
const printed = 'connecting\nno answer from tok-123456\n'

/** Commands fail and print the token; addresses cannot be asked; `env:TOKEN` is tok-123456. */
function failingHost(): Host {
  return partialHost({
    progress: () => undefined,
    secrets: { resolve: (values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, valueOf(value)])) },
    http: { get: () => Promise.resolve({ status: 0, detail: `${url} cannot be asked` }) },
    commands: { run: () => Promise.resolve({ exitCode: 1, timedOut: false, stdout: printed, stderr: '' }) },
  })
}

function valueOf(written: string): string {
  return written === 'env:TOKEN' ? 'tok-123456' : written === 'env:ADDRESS' ? url : written
}

it.each<[VerifyStep, string]>([
  [{ kind: 'command', command: './check', timeout: 1 }, 'exit 1: connecting\nno answer from ***'],
  [{ kind: 'sql', sql: 'select true', database: 'main', timeout: 1 }, 'it gave ***'],
  [{ kind: 'http', url: 'env:ADDRESS', expect: 200, timeout: 1 }, 'status 0: *** cannot be asked'],
  [{ kind: 'http', url, expect: 200, timeout: 1 }, 'status 0: https://shop:***@shop.example cannot be asked'],
])('a failing check of kind $kind shows no secret', async (step, detail) => {
  // Only the check is asked.
  const main = { check: () => Promise.resolve({ passed: false, detail: 'it gave tok-123456' }) } as never
  const shakedown = { databases: new Map([['main', main]]), folder: '/nowhere', environment: {}, secrets: ['tok-123456'] }
  expect((await runVerification(failingHost(), [step], shakedown)).map((check) => check.detail)).toEqual([detail])
})

it('a failing deploy command shows no declared value', async () => {
  const environment = sampleEnvironment({ deploy: './deploy', config: { TOKEN: 'env:TOKEN' } })
  await expect(deployApplication(failingHost(), environment, '/nowhere', { folder: '', environment: {} })).rejects.toMatchObject({
    code: 'deploy-command-failed',
    message: 'The deploy command of production failed (exit 1: connecting\nno answer from ***).',
  })
})
