import { readFileSync } from 'node:fs'

const { products } = JSON.parse(readFileSync(new URL('assortment.json', import.meta.url), 'utf8'))

/** The products this release was built with, as the nightly export wrote them. */
export const allProducts = () => products

export const findProduct = (sku) => products.find((product) => product.sku === sku)
