import { escapeHtml, page } from './html.js'
import { loyaltyNote } from './loyalty.js'
import { formatAmount, unitPrice } from './pricing.js'

const breadcrumb = (product) => `<nav><a href="/">Shop</a> / ${escapeHtml(product.brand)}</nav>`

const unitLabel = (product) => (product.soldBy === 'metre' ? 'per metre' : 'each')

const priceTag = (product, currency) => {
  const amount = formatAmount(unitPrice(product, currency), currency)
  return `<p class="price">${amount} ${unitLabel(product)}</p>`
}

/** The page of one product, in the visitor's currency. */
export function productPage(product, currency = 'EUR') {
  const heading = `<h1>${escapeHtml(product.name)}</h1>`
  const price = priceTag(product, currency)
  const notes = [loyaltyNote(unitPrice(product, currency), currency)]
  const body = [breadcrumb(product), heading, price, ...notes]
  return page(product.name, [...body, orderForm(product)])
}

function orderForm(product) {
  const step = product.soldBy === 'metre' ? '0.25' : '1'
  return [
    '<form method="post" action="/orders">',
    `<input type="hidden" name="sku" value="${escapeHtml(product.sku)}">`,
    `<input type="number" name="quantity" min="${step}" step="${step}" value="1">`,
    '<button>Order</button>',
    '</form>',
  ].join('\n')
}
