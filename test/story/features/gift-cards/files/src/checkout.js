import { findProduct } from './assortment.js'
import { redeem } from './gift-cards.js'
import { orderTotals, roundAmount } from './pricing.js'

const MOST_LINES = 50

function readLine({ sku, quantity }) {
  const product = findProduct(sku)
  if (!product) throw new Error(`There is no product ${sku}.`)
  if (!(quantity > 0)) throw new Error(`The quantity of ${sku} must be more than 0.`)
  return { product, quantity }
}

/**
 * Turns a cart into an order that the worker can book. The cart is `{ currency, lines: [{ sku, quantity }], giftCard? }`;
 * throws with a message for the customer when it cannot be ordered.
 */
export function checkout(cart) {
  if (cart.lines.length === 0) throw new Error('The cart is empty.')
  if (cart.lines.length > MOST_LINES) throw new Error(`An order has at most ${MOST_LINES} lines.`)

  const lines = cart.lines.map(readLine)
  const totals = orderTotals(lines, cart.currency)
  const paid = cart.giftCard ? redeem(cart.giftCard, totals.total, cart.currency).paid : 0

  return {
    status: 'placed',
    currency: cart.currency,
    lines: lines.map(({ product, quantity }) => ({ sku: product.sku, quantity })),
    ...totals,
    toPay: roundAmount(totals.total - paid, cart.currency),
  }
}
