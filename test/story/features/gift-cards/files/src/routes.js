import { allProducts, findProduct } from './assortment.js'
import { checkout } from './checkout.js'
import { giftCardPrint } from './gift-card-print.js'
import { health } from './health.js'
import { page } from './html.js'
import { productPage } from './product-page.js'
import { searchProducts, suggestions } from './search.js'

const html = (body, status = 200) => ({ status, type: 'text/html; charset=utf-8', body })
const json = (value, status = 200) => ({ status, type: 'application/json', body: JSON.stringify(value) })

const home = () => html(page('Home', [`<p>${allProducts().length} products</p>`]))

function product({ path, query }) {
  const found = findProduct(path.slice('/products/'.length))
  return found ? html(productPage(found, query.get('currency') ?? 'EUR')) : html(page('Not found', []), 404)
}

function order({ body }) {
  try {
    return json(checkout(JSON.parse(body)), 201)
  } catch (error) {
    return json({ error: error.message }, 422)
  }
}

function printGiftCard({ body }) {
  try {
    return html(giftCardPrint(JSON.parse(body)))
  } catch (error) {
    return json({ error: error.message }, 422)
  }
}

const routes = [
  ['GET', /^\/$/, home],
  ['GET', /^\/health$/, () => json(health())],
  ['GET', /^\/products\/[A-Z0-9-]+$/, product],
  ['POST', /^\/orders$/, order],
  ['POST', /^\/gift-cards\/print$/, printGiftCard],
  ['GET', /^\/search$/, ({ query }) => json(searchProducts(query.get('q') ?? ''))],
  ['GET', /^\/suggestions$/, ({ query }) => json(suggestions(query.get('q') ?? ''))],
]

/** Answers `{ method, path, query, body }` with `{ status, type, body }`; opens no connection of its own. */
export function respond(request) {
  const match = routes.find(([method, pattern]) => method === request.method && pattern.test(request.path))
  return match ? match[2](request) : json({ error: 'Not found.' }, 404)
}
