import { roundAmount } from './pricing.js'

const CODE = /^GC-[A-Z0-9]{4}-[A-Z0-9]{4}$/

export const isGiftCardCode = (code) => CODE.test(code)

/**
 * What a gift card pays of a total and what is left on it. The card is `{ code, currency, balance }`;
 * throws with a message for the customer when it cannot pay this order.
 */
export function redeem(card, total, currency) {
  if (!isGiftCardCode(card.code)) throw new Error(`${card.code} is not the code of a gift card.`)
  if (card.currency !== currency) throw new Error(`Gift card ${card.code} pays in ${card.currency} only.`)
  const paid = Math.min(card.balance, total)
  return { paid, left: roundAmount(card.balance - paid, currency) }
}
