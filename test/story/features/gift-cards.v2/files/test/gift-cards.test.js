import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkout } from '../src/checkout.js'
import { redeem } from '../src/gift-cards.js'

const card = { code: 'GC-AB12-CD34', currency: 'EUR', balance: 50 }

test('a card pays until it is empty', () => {
  assert.deepEqual(redeem(card, 37.84, 'EUR'), { paid: 37.84, left: 12.16 })
  assert.deepEqual(redeem(card, 80, 'EUR'), { paid: 50, left: 0 })
})

test('a card pays in its own currency only', () => assert.throws(() => redeem(card, 10, 'CHF'), /EUR only/))

test('an order says what is still to pay', () => {
  const order = checkout({ currency: 'EUR', lines: [{ sku: 'SKU-00005', quantity: 1 }], giftCard: card })
  assert.equal(order.toPay, 0)
  assert.equal(checkout({ currency: 'EUR', lines: [{ sku: 'SKU-00005', quantity: 1 }] }).toPay, 37.84)
})

test('a card pays on its last day and not after', () => {
  const ending = { ...card, expiresOn: '2026-12-31' }
  assert.equal(redeem(ending, 10, 'EUR', '2026-12-31').paid, 10)
  assert.throws(() => redeem(ending, 10, 'EUR', '2027-01-01'), /ended on 2026-12-31/)
})
