import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProduct } from '../src/assortment.js'
import { orderTotals } from '../src/pricing.js'

test('the total of a Swiss order is the sum of its rounded lines', () => {
  const { goodsTotal, total } = orderTotals([{ product: findProduct('SKU-00002'), quantity: 0.25 }], 'CHF')
  assert.deepEqual({ goodsTotal, total }, { goodsTotal: 3.4, total: 8.3 })
})
