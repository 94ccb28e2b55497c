import { list, text, toggle } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'
import { resolveConflict } from '../resolve/resolve-conflict.ts'
import { gateTarget } from './gate-target.ts'

export const resolveVerb = defineVerb({
  name: 'resolve',
  summary: 'Lets a person resolve the conflicts of a promotion with the right base, and pushes what they decided.',
  details: [
    'Lays the conflicts out in a working tree of its own beside the checkout, which stays as it is. Edit the files there, then run it with --continue.',
    'Only conflicted files may change. The commit carries your name; the promote workflow checks and remembers the resolution.',
  ].join('\n'),
  arguments: {
    target: { kind: 'text', description: 'number of the pull request, or the environment' },
    package: { kind: 'maybe', description: 'the package, when an environment is named' },
  },
  options: {
    continue: toggle('--continue', 'go on after editing'),
    abort: toggle('--abort', 'give up and take the working tree away'),
    ours: list('--ours <path>', 'keep this file as the environment has it'),
    theirs: list('--theirs <path>', 'take this file as the package has it'),
    take: list('--take <file=path>', 'take the bytes of a file on this machine for a conflicted path'),
    worktree: text('--worktree <dir>', 'folder of the working tree'),
  },
  dryRun: true,
  async run(context, { target, package: name, abort, continue: onwards, ours, theirs, take, worktree }) {
    const request = { target: gateTarget(target, name), abort, onwards, ours, theirs, take, worktree }
    return resolveConflict(context, await context.room(), request)
  },
})
