import { releasedFeatures } from './features.js'

/** What the load balancer and the shakedown after a deployment read. */
export const health = (content = process.env.SHOP_CONTENT) => ({
  status: 'ok',
  content: content ?? 'checkout',
  features: releasedFeatures().map((feature) => feature.name),
})
