import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseConfig } from '@stagecoach/core'
import { parse } from 'yaml'
import type { Bench, Clock } from '../bench.ts'

const times = 200
const place = fileURLToPath(new URL('../../../examples/shop/.github/stagecoach.yml', import.meta.url))

async function read(clock: Clock, names: (text: string) => string[]): Promise<string> {
  const text = await readFile(place, 'utf8')
  let answer: string[] = []
  clock.start()
  for (let time = 0; time < times; time++) answer = names(text)
  clock.end()
  return answer.join(' ')
}

export const configuration: Bench = {
  what: "the shop's configuration, 200 times",
  prepare: () => Promise.resolve({}),
  ours: {
    label: '`parseConfig`: positions, references, pipeline, freezes',
    node: true,
    run: (_, clock) =>
      read(clock, (text) => {
        const config = parseConfig(text, { file: 'stagecoach.yml', blob: '0'.repeat(40), defaultBranch: 'main' })
        return config.environments.map((each) => each.name)
      }),
  },
  instead: {
    label: '`yaml` alone, unchecked',
    node: true,
    // The file is the shop's own, and its members are what they are.
    run: (_, clock) => read(clock, (text) => Object.keys((parse(text) as { environments: object }).environments)),
  },
}
