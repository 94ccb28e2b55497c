import { list, requiredText, text } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'
import { record } from './record.ts'

const reason = requiredText('--reason <text>', 'why; it stands in the ledger')
const until = text('--until <instant>', 'when it ends: 2026-12-24T12:00:00Z, or from now on: 3d, 12h')
const environment = text('--environment <name>', 'only there; without it everywhere')
const inEnvironment = requiredText('--environment <name>', 'where it counts')
const onVersion = { package: { kind: 'text', description: 'name of the package, or `name@version`' } } as const
const onPackage = { package: { kind: 'text', description: 'name of the package' } } as const

export const ack = defineVerb({
  name: 'ack',
  summary: 'Acknowledges what a package will do in an environment, bound to its effect now.',
  arguments: onPackage,
  options: { environment: inEnvironment, reason, until },
  dryRun: true,
  run: (context, given) => record(context, { act: 'acknowledge', ...given }),
})

export const hold = defineVerb({
  name: 'hold',
  summary: 'Quarantines a version of a package: the one proposed or deployed last, or the one named.',
  arguments: onVersion,
  options: { environment, reason, until },
  dryRun: true,
  run: (context, given) => record(context, { act: 'hold', ...given }),
})

export const release = defineVerb({
  name: 'release',
  summary: 'Ends a hold.',
  arguments: onVersion,
  options: { environment, reason },
  dryRun: true,
  run: (context, given) => record(context, { act: 'release', ...given }),
})

export const override = defineVerb({
  name: 'override',
  summary: 'Passes gates for a package in an environment, on the record, bound to its effect now.',
  arguments: onPackage,
  options: {
    environment: inEnvironment,
    gates: list('--gates <name>', 'gate to pass: freeze, approvals, deployed, …'),
    reason,
    until,
  },
  dryRun: true,
  run: (context, given) => record(context, { act: 'override', ...given }),
})

export const stop = defineVerb({
  name: 'stop',
  summary: 'Stops the line: nothing merges into the environment (or any) until it is resumed.',
  arguments: {},
  options: { environment, reason, until },
  dryRun: true,
  run: (context, given) => record(context, { act: 'stop', ...given }),
})

export const resume = defineVerb({
  name: 'resume',
  summary: 'Lets a stopped line go on.',
  arguments: {},
  options: { environment, reason },
  dryRun: true,
  run: (context, given) => record(context, { act: 'resume', ...given }),
})
