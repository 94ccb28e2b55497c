import { expect, test } from 'vitest'
import { resolveTemplate, resolveTexts } from './template.ts'
import type { Value } from './value.ts'

const scope = {
  contexts: { matrix: { list: [1, 2], map: { a: true } }, github: { actor: 'mira', event: null }, env: {} },
  functions: {},
}

const rules: [string, Value, Value][] = [
  ['text without expression', 'plain', 'plain'],
  ['a lone expression keeps its type', '${{ matrix.list }}', [1, 2]],
  ['inside text a list is named', 'x ${{ matrix.list }}', 'x Array'],
  ['null is nothing in text', '[${{ github.event }}]', '[]'],
  ['booleans and numbers in text', '${{ true }} ${{ 1.50 }}', 'true 1.5'],
  ['braces inside a string', "${{ '}}' }}", '}}'],
  ['a doubled quote', "${{ 'it''s' }}", "it's"],
  ['format', "${{ format('{0} {{x}} {1}', 'a', 2) }}", 'a {x} 2'],
  ['an unknown property is null', '${{ github.none.deeper }}', null],
  ['maps and lists inside', { a: ['${{ github.actor }}'] }, { a: ['mira'] }],
  ['insert merges a map into its place', { '${{ insert }}': '${{ matrix.map }}', b: 1 }, { a: true, b: 1 }],
  ['toJSON', '${{ toJSON(matrix.map) }}', '{\n  "a": true\n}'],
]
test.each(rules)('%s', (_, template, expected) => {
  expect(resolveTemplate(template, scope)).toEqual(expected)
})

test('env values become texts', () => {
  expect(resolveTexts({ A: 1, B: true, C: null, D: '${{ github.actor }}' }, scope)).toEqual({
    A: '1',
    B: 'true',
    C: '',
    D: 'mira',
  })
})

test.each(['${{ open', '${{ }}', '${{ secrets.A }}'])('%s is an error', (text) => {
  expect(() => resolveTemplate(text, scope)).toThrow(/expression/i)
})
