import { describe, expect, it } from 'vitest'
import type { DatabaseConfig, Environment } from '../config/config.ts'
import { samplePipeline } from '../testing/memory-room.ts'
import { scratchVariables, variablesOf } from './workflow-text.ts'

const database = (url: string, template?: string): DatabaseConfig => ({
  engine: 'postgres',
  url,
  ...(template === undefined ? {} : { template }),
})

/** integration → qa → production with these main databases, each with a setting and a check of its own. */
function pipeline(...main: (DatabaseConfig | undefined)[]): Environment[] {
  return samplePipeline().map((each, index) => ({
    ...each,
    databases: main[index] === undefined ? {} : { main: main[index] },
    config: { TOKEN: `env:${each.name.toUpperCase()}_TOKEN`, RATE: 'flat' },
    verify: [{ kind: 'http', url: `env:${each.name.toUpperCase()}_ADDRESS`, expect: 200, timeout: 1 }],
  }))
}

describe('secrets of the job that rehearses', () => {
  it.each([
    [
      'of the templates alone',
      pipeline(database('env:A', 'env:TA'), database('env:B', 'env:TB'), database('env:C')),
      'A TA B TB B TB',
    ],
    [
      'of the environment before, for one without template',
      pipeline(database('env:A', 'env:TA'), database('env:B')),
      'A TA A TA',
    ],
    ["never production's", pipeline(undefined, database('env:B', 'shop'), database('env:C', 'env:TC')), 'B B'],
    ['none without databases', pipeline(), ''],
    ['none where the address is no secret', pipeline(database('/var/shop', '/var/template')), ''],
  ])('are %s', (_what, environments, names) => {
    expect(scratchVariables(environments).join(' ')).toBe(names)
  })
})

it('hands a deployment what its databases, settings and checks name', () => {
  const [integration] = pipeline(database('env:A', 'env:TA'))
  expect(variablesOf(integration === undefined ? [] : [integration])).toEqual([
    'A',
    'TA',
    'INTEGRATION_TOKEN',
    'INTEGRATION_ADDRESS',
  ])
})
