import { expect, it } from 'vitest'
import type { DesiredPackage } from '../deployment/database-plan.ts'
import { StagecoachError } from '../error.ts'
import type { Databases } from '../ports/database.ts'
import { analysisOf, packageRef, type StatementSketch } from '../testing/packages.ts'
import { proveOvertaking } from './overtaking.ts'

const desired = (name: string, migrations: Record<string, StatementSketch>): DesiredPackage => {
  const sketched = Object.entries(migrations).map(([id, statement]): [string, { statements: StatementSketch[] }] => [
    id,
    { statements: [statement] },
  ])
  const analysis = analysisOf(packageRef(name), Object.fromEntries(sketched))
  // Only the manifest's name is read before a replay, and here none succeeds.
  return { pkg: { manifest: { name, version: '1.0.0', migrations: [] } }, analysis } as unknown as DesiredPackage
}
const gift = desired('gift-cards', {
  '0001_gift_card': { objects: [['alter', 'table', 'public.customer_order']] },
  '0002_expires': { objects: [['alter', 'table', 'public.gift_card']] },
})
const rounding = desired('price-rounding', {
  '0001_round': { findings: ['data'], objects: [['write', 'table', 'public.customer_order']] },
})
const databases: Pick<Databases, 'scratch'> = {
  scratch: () => Promise.reject(new StagecoachError('no-scratch', 'There is no scratch database here.')),
}

it.each([
  ['only what the target has not run', ['0002_expires'], { result: 'independent', objects: [], unproved: [] }],
  ['all of a package that is new there', ['0001_gift_card', '0002_expires'], { objects: ['public.customer_order'] }],
])('holds %s against what stays behind', async (_what, runs, proof) => {
  const material = { origin: () => Promise.reject(new StagecoachError('no-origin', 'Nothing is undone here.')) }
  const origin = { engine: 'embedded' as const, name: 'main', environment: 'production', url: 'nowhere' }
  const request = { origin, present: [], objects: [], moving: gift, runs, material, config: {} }
  expect(await proveOvertaking(databases as Databases, request, rounding)).toMatchObject({ package: 'price-rounding', ...proof })
})
