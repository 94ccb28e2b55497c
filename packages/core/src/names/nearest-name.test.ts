import { expect, it } from 'vitest'
import { didYouMean, nearestName } from './nearest-name.ts'

it.each<[text: string, near: string | undefined, why: string]>([
  ['gift-crads', 'gift-cards', 'two letters changed places'],
  ['Qa', 'qa', 'another case'],
  ['prodution', 'production', 'a letter left out'],
  ['moon', undefined, 'nothing near'],
  ['xy', undefined, 'as short, and nothing in common'],
  ['', undefined, 'nothing said'],
])('of %j takes %j: %s', (text, near, _why) => {
  expect(nearestName(text, ['gift-cards', 'qa', 'production'])).toBe(near)
})

it('asks for what was meant before it says the rest', () => {
  expect(didYouMean('prodution', ['qa', 'production'], 'Look.')).toBe('Did you mean `production`? Look.')
  expect(didYouMean('moon', ['qa', 'production'], 'Look.')).toBe('Look.')
})
