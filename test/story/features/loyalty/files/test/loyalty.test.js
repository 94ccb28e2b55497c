import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProduct } from '../src/assortment.js'
import { loyaltyNote, pointsFor } from '../src/loyalty.js'
import { productPage } from '../src/product-page.js'

test('one point for each ten Euro, in whole points', () => {
  assert.equal(pointsFor(9.99, 'EUR'), 0)
  assert.equal(pointsFor(70.68, 'EUR'), 7)
})

test('Danish kroner count by their own measure', () => assert.equal(pointsFor(150, 'DKK'), 2))

test('a price that brings nothing has no note', () => assert.equal(loyaltyNote(5, 'EUR'), ''))

test('the product page says what a purchase brings', () => {
  assert.match(productPage(findProduct('SKU-00011'), 'EUR'), /Brings 7 points/)
})
