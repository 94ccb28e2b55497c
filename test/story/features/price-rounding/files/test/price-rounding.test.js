import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProduct } from '../src/assortment.js'
import { lineTotal, roundToCash } from '../src/pricing.js'

test('Swiss francs are rounded to five centimes', () => {
  assert.deepEqual(
    [1.02, 1.03, 1.07, 1.08].map((amount) => roundToCash(amount, 'CHF')),
    [1, 1.05, 1.05, 1.1],
  )
})

test('other currencies keep their cents', () => assert.equal(roundToCash(1.03, 'EUR'), 1.03))

test('lines of a Swiss order are rounded', () => assert.equal(lineTotal(findProduct('SKU-00008'), 1, 'CHF'), 50.25))
