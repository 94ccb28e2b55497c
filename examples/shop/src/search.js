import { allProducts } from './assortment.js'

const LIMIT = 20

/** Products whose name contains the text, in the order of the assortment; at most twenty. */
export function searchProducts(text) {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  return allProducts()
    .filter((product) => product.name.toLowerCase().includes(wanted))
    .slice(0, LIMIT)
}

/** What the search box asks for while someone types. */
export const suggestions = (text) => searchProducts(text).map(({ sku, name }) => ({ sku, name }))
