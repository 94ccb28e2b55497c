import { escapeHtml, page } from './html.js'
import { formatAmount } from './pricing.js'

/** The card as a page to print and fold. */
export const giftCardPrint = ({ code, currency, balance }) =>
  page('Gift card', [`<h1>${formatAmount(balance, currency)}</h1>`, `<p class="code">${escapeHtml(code)}</p>`])
