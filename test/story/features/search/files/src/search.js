import { allProducts } from './assortment.js'
import { escapeHtml } from './html.js'

const LIMIT = 20

const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Products whose name has a word starting with each word of the text, in the order of the assortment; at most twenty. */
export function searchProducts(text) {
  const wanted = words(text)
  if (wanted.length === 0) return []
  return allProducts()
    .filter((product) => wanted.every((word) => words(product.name).some((own) => own.startsWith(word))))
    .slice(0, LIMIT)
}

/** What the search box asks for while someone types. */
export const suggestions = (text) => searchProducts(text).map(({ sku, name }) => ({ sku, name }))

/** Links to what else a visitor of this product may look for: one search for each word of its name. */
export function relatedSearches(product) {
  const links = words(product.name)
    .filter((word) => word.length > 3)
    .map((word) => `<a href="/search?q=${encodeURIComponent(word)}">${escapeHtml(word)}</a>`)
  return `<p class="related">See also ${links.join(', ')}</p>`
}
