import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProduct } from '../src/assortment.js'
import { productPage } from '../src/product-page.js'
import { searchProducts } from '../src/search.js'

const skus = (text) => searchProducts(text).map((product) => product.sku)

test('words are found in any order', () => assert.deepEqual(skus('cloth denim'), ['SKU-00005']))

test('the beginning of a word is enough, its end is not', () => {
  assert.deepEqual(skus('scis'), ['SKU-00008'])
  assert.deepEqual(skus('issors'), [])
})

test('no words find nothing', () => assert.deepEqual(skus(' - '), []))

test('the product page offers related searches', () => {
  assert.match(productPage(findProduct('SKU-00002')), /See also <a href="\/search\?q=wool">wool<\/a>/)
})
