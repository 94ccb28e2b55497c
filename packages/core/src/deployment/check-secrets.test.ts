import { describe, expect, it } from 'vitest'
import { StagecoachError } from '../error.ts'
import { sampleEnvironment } from '../testing/facts.ts'
import { checkSecrets } from './check-secrets.ts'

/** Knows what is given; answers a missing one as the host does. */
const host = (known: readonly string[]) => ({
  secrets: {
    resolve: (values: Record<string, string>) => {
      const missing = Object.values(values).filter((each) => each.startsWith('env:') && !known.includes(each))
      if (missing.length > 0) throw new StagecoachError('env-missing', missing.join(' '))
      return values
    },
  },
})
const environment = sampleEnvironment({
  databases: { main: { engine: 'postgres', url: 'env:URL' } },
  config: { TOKEN: 'env:TOKEN', PLAIN: 'x' },
  verify: [{ kind: 'http', url: 'env:HEALTH', expect: 200, timeout: 1 }],
})

describe('the secrets of an environment', () => {
  it('are asked for all at once: of its databases, its configuration and its probes', () => {
    expect(() => checkSecrets(host([]), environment)).toThrow('env:URL env:TOKEN env:HEALTH')
  })

  it('are enough when all are there', () => {
    expect(() => checkSecrets(host(['env:URL', 'env:TOKEN', 'env:HEALTH']), environment)).not.toThrow()
  })
})
