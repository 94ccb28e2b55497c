import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProduct } from '../src/assortment.js'
import { formatAmount, lineTotal, orderTotals } from '../src/pricing.js'

const cloth = findProduct('SKU-00005')

test('a line is rounded once, half away from zero', () => {
  assert.equal(lineTotal(cloth, 0.25, 'EUR'), 8.24)
})

test('small orders pay for shipping', () => {
  assert.deepEqual(orderTotals([{ product: cloth, quantity: 1 }], 'EUR'), { goodsTotal: 32.94, shipping: 4.9, total: 37.84 })
})

test('large orders are shipped free of charge', () => {
  assert.equal(orderTotals([{ product: cloth, quantity: 2 }], 'EUR').shipping, 0)
})

test('an unknown currency is refused by name', () => {
  assert.throws(() => lineTotal(cloth, 1, 'USD'), /USD/)
})

test('amounts are shown with their currency', () => {
  assert.equal(formatAmount(3.5, 'CHF'), 'CHF 3.50')
})
