const TIERS = [
  { code: 'gold', fromPoints: 100 },
  { code: 'silver', fromPoints: 40 },
  { code: 'basic', fromPoints: 0 },
]

/** The highest tier that a balance reaches. */
export const tierOf = (points) => TIERS.find((tier) => points >= tier.fromPoints)?.code ?? 'basic'
