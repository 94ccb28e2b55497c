import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tierOf } from '../src/loyalty-tiers.js'

test('a tier starts at its first point', () => {
  assert.deepEqual([0, 39, 40, 99, 100].map(tierOf), ['basic', 'basic', 'silver', 'silver', 'gold'])
})
