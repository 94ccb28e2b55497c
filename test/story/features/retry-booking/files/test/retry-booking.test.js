import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workOrders } from '../src/order-worker.js'

test('an order that fails once is booked', async () => {
  let times = 0
  const book = async (order) => {
    times += 1
    if (times === 1) throw new Error('the warehouse is late')
    return order
  }
  assert.deepEqual(await workOrders([1], book), { booked: [1], failed: [] })
})
