/**
 * Takes orders one by one and books them; an order that fails is tried once more, then put aside, and does not stop the others.
 * `book` writes one order and may be slow.
 */
export async function workOrders(orders, book) {
  const booked = []
  const failed = []
  for (const order of orders) {
    try {
      booked.push(await book(order).catch(() => book(order)))
    } catch (error) {
      failed.push({ order, reason: error.message })
    }
  }
  return { booked, failed }
}
