import { expect, it } from 'vitest'
import type { Environment } from '../../config/config.ts'
import { sampleEnvironment, sampleFacts, samplePromotion } from '../../testing/facts.ts'
import { rehearsed } from './rehearsed.ts'

const databases: Environment['databases'] = { main: { engine: 'postgres', url: 'env:URL' } }

it.each([
  ['an environment', { name: 'qa', production: false, databases }, 'environments.qa.databases.main in .github/stagecoach.yml'],
  ['production', { databases }, 'environments.<an environment before it>.databases.main in .github/stagecoach.yml'],
  ['an environment without database', {}, 'environments.production.gates in .github/stagecoach.yml'],
])('names the line to write when there is nothing to rehearse %s on', (_, change, line) => {
  const { state, reasons } = rehearsed(sampleFacts({ environment: sampleEnvironment(change), promotions: [samplePromotion()] }))
  expect([state, reasons[0]]).toEqual(['pending', expect.stringContaining(line)])
})

it('waits for the promote workflow when the promotion was not validated yet', () => {
  const { effect: _, ...conflict } = samplePromotion({ state: 'conflict' })
  expect(rehearsed(sampleFacts({ promotions: [conflict] })).waitsOn).toEqual(['the promote workflow'])
})
