import { expect, test } from 'vitest'
import { parseActionManifest } from './action-manifest.ts'
import { parseWorkflow } from './parse-workflow.ts'

const job = 'runs-on: x, steps: [ { run: "true" } ]'

test.each([
  ['not YAML', 'a: [', 'not valid'],
  ['not a map', '- a', 'must be a map'],
  ['no trigger', `jobs: { a: { ${job} } }`, '"on" is missing'],
  ['no jobs', 'on: push', '"jobs" is missing'],
  ['an unknown key', `on: push\nenvironment: x\njobs: { a: { ${job} } }`, 'unknown key "environment"'],
  ['an unknown job key', `on: push\njobs: { a: { ${job}, permision: {} } }`, 'unknown key "permision"'],
  ['an unknown step key', 'on: push\njobs: { a: { runs-on: x, steps: [ { run: x, evn: {} } ] } }', 'unknown key "evn"'],
  ['both run and uses', 'on: push\njobs: { a: { runs-on: x, steps: [ { run: x, uses: ./y } ] } }', 'either "run" or "uses"'],
  ['no runs-on', 'on: push\njobs: { a: { steps: [ { run: x } ] } }', 'no "runs-on"'],
  ['a need that is not there', `on: push\njobs: { a: { ${job}, needs: b } }`, 'needs "b", which does not exist'],
  ['a circle', `on: push\njobs: { a: { ${job}, needs: b }, b: { ${job}, needs: [a] } }`, 'circle'],
  [
    'a permission that is none',
    `on: push\npermissions: { content: read }\njobs: { a: { ${job} } }`,
    '"content" is not a permission',
  ],
  ['a container', `on: push\njobs: { a: { ${job}, container: node } }`, 'wants "container"'],
])('refuses a workflow with %s', (_, text, message) => {
  expect(() => parseWorkflow('.github/workflows/w.yml', text)).toThrow(message)
})

test('names all faults at once', () => {
  expect(() => parseWorkflow('w.yml', 'on: push\nx: 1\njobs: { a: { needs: b } }')).toThrow(
    /unknown key "x".*no "runs-on".*no steps.*needs "b"/,
  )
})

test('reads an action, its defaults and its post', () => {
  const text = 'name: A\ninputs: { one: { default: 1 } }\nruns: { using: node24, main: m.mjs, post: p.mjs, post-if: success() }'
  expect(parseActionManifest('./a', text)).toMatchObject({
    inputs: [{ name: 'one', default: 1 }],
    runs: { kind: 'node', main: 'm.mjs', post: 'p.mjs', postIf: 'success()', pre: undefined },
  })
})

test.each([
  ['runs: { using: docker, image: x }', 'starts node20, node24 and composite'],
  ['runs: { using: node24 }', '"runs.main" is missing'],
  ['runs: { using: composite, steps: [ { run: x } ] }', 'needs a "shell"'],
])('refuses the action %s', (text, message) => {
  expect(() => parseActionManifest('./a', text)).toThrow(message)
})
