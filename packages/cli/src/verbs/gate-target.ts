import { StagecoachError } from '@stagecoach/core'

export type GateTarget = { pullRequest: number } | { environment: string; package: string }

/** `12` or `#12`, or an environment and a package.
 *  @throws StagecoachError `usage` */
export function gateTarget(target: string, name: string | undefined): GateTarget {
  const number = /^#?(\d{1,9})$/.exec(target)?.[1]
  if (number !== undefined && name === undefined) return { pullRequest: Number(number) }
  if (number === undefined && name !== undefined) return { environment: target, package: name }
  throw new StagecoachError(
    'usage',
    number === undefined
      ? `Which package in '${target}'?`
      : `'${target}' is the number of a pull request; '${name}' says too much.`,
    {
      hint: 'Give the number of a pull request, or an environment and a package.',
    },
  )
}
