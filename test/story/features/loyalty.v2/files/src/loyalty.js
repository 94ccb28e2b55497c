const AMOUNT_PER_POINT = { EUR: 10, CHF: 10, DKK: 75 }

/** Points that an amount brings; whole points only, never less than none. */
export const pointsFor = (amount, currency) => Math.max(0, Math.floor(amount / AMOUNT_PER_POINT[currency]))

/** Points that every customer begins with. */
export const welcomePoints = 5

export function loyaltyNote(price, currency) {
  const points = pointsFor(price, currency)
  return points === 0 ? '' : `<p class="points">Brings ${points} points</p>`
}
