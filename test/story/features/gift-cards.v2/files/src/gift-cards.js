import { roundAmount } from './pricing.js'

const CODE = /^GC-[A-Z0-9]{4}-[A-Z0-9]{4}$/

export const isGiftCardCode = (code) => CODE.test(code)

/**
 * What a gift card pays of a total and what is left on it. The card is `{ code, currency, balance, expiresOn? }`
 * (the last day it pays, YYYY-MM-DD);
 * throws with a message for the customer when it cannot pay this order.
 */
export function redeem(card, total, currency, today = new Date().toISOString().slice(0, 10)) {
  if (!isGiftCardCode(card.code)) throw new Error(`${card.code} is not the code of a gift card.`)
  if (card.currency !== currency) throw new Error(`Gift card ${card.code} pays in ${card.currency} only.`)
  if (card.expiresOn !== undefined && card.expiresOn < today)
    throw new Error(`Gift card ${card.code} ended on ${card.expiresOn}.`)
  const paid = Math.min(card.balance, total)
  return { paid, left: roundAmount(card.balance - paid, currency) }
}
