import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workOrders } from '../src/order-worker.js'
import { respond } from '../src/routes.js'

const get = (path, query = '') => respond({ method: 'GET', path, query: new URLSearchParams(query), body: '' })
const order = (cart) => respond({ method: 'POST', path: '/orders', query: new URLSearchParams(), body: JSON.stringify(cart) })

test('a product page shows name and price', () => {
  const { status, body } = get('/products/SKU-00002', 'currency=CHF')
  assert.equal(status, 200)
  assert.match(body, /Wool ribbon no\. 2/)
  assert.match(body, /CHF 13\.65 per metre/)
})

test('an unknown product is not found', () => assert.equal(get('/products/SKU-99999').status, 404))

test('search finds products by a word of their name', () => {
  assert.deepEqual(
    JSON.parse(get('/search', 'q=denim').body).map((product) => product.sku),
    ['SKU-00005'],
  )
})

test('an order adds up', () => {
  const { status, body } = order({ currency: 'EUR', lines: [{ sku: 'SKU-00008', quantity: 2 }] })
  assert.equal(status, 201)
  assert.equal(JSON.parse(body).total, 103.62)
})

test('an empty cart is refused with a reason', () => {
  const { status, body } = order({ currency: 'EUR', lines: [] })
  assert.equal(status, 422)
  assert.match(body, /cart is empty/)
})

test('health lists the features of the release by name', () => {
  const { features } = JSON.parse(get('/health').body)
  assert.ok(features.includes('reviews'))
  assert.deepEqual(features, [...features].sort())
})

test('an order that cannot be booked does not stop the others', async () => {
  const book = async (one) => {
    if (one === 2) throw new Error('no stock')
    return one
  }
  assert.deepEqual(await workOrders([1, 2, 3], book), { booked: [1, 3], failed: [{ order: 2, reason: 'no stock' }] })
})
