const MINOR_UNIT = { EUR: 2, CHF: 2, DKK: 2 }

/** Steps of what can be paid in cash, in hundredths, where they are larger than the smallest coin of the books. */
const CASH_STEP = { CHF: 5 }

/**
 * Rounds an amount to what its currency can express, half away from zero like the database does.
 * Throws for a currency the shop does not sell in.
 */
export function roundAmount(amount, currency) {
  const digits = MINOR_UNIT[currency]
  if (digits === undefined) throw new Error(`No prices in ${currency}.`)
  const factor = 10 ** digits
  return (Math.sign(amount) * Math.round(Math.abs(amount) * factor + 1e-9)) / factor
}

/** Rounds an amount to what can be paid in cash. */
export function roundToCash(amount, currency) {
  const step = CASH_STEP[currency]
  return step === undefined ? roundAmount(amount, currency) : (Math.round((amount * 100) / step + 1e-9) * step) / 100
}

export function unitPrice(product, currency) {
  const price = product.prices[currency]
  if (price === undefined) throw new Error(`${product.sku} has no price in ${currency}.`)
  return price
}

/** Quantity times price, rounded once per line: the invoice shows lines, so lines must add up. */
export const lineTotal = (product, quantity, currency) => roundToCash(unitPrice(product, currency) * quantity, currency)

export const formatAmount = (amount, currency) => `${currency} ${amount.toFixed(MINOR_UNIT[currency])}`

const FREE_SHIPPING_FROM = 60
const SHIPPING_FEE = 4.9

export const shippingFee = (goodsTotal) => (goodsTotal > FREE_SHIPPING_FROM ? 0 : SHIPPING_FEE)

/** Totals of an order; `lines` hold a product and a quantity each. */
export function orderTotals(lines, currency) {
  const goods = lines.reduce((sum, { product, quantity }) => sum + lineTotal(product, quantity, currency), 0)
  const goodsTotal = roundAmount(goods, currency)
  const shipping = shippingFee(goodsTotal)
  return { goodsTotal, shipping, total: roundAmount(goodsTotal + shipping, currency) }
}
