import type { Environment } from '../config/config.ts'
import type { StagecoachError } from '../error.ts'
import type { Refusal } from '../promotion/refusal.ts'
import type { ChosenPackages } from './choose-packages.ts'
import type { ResetConflict } from './merge-reset.ts'

/** Every package that conflicts, at once. */
export function conflictRefusal({ name }: Environment, { chosen }: ChosenPackages, conflicts: readonly ResetConflict[]): Refusal {
  const lines = conflicts.map(({ package: pkg, paths }) => {
    const before = chosen.slice(0, chosen.indexOf(pkg)).map((each) => each.name)
    return `${pkg.name} conflicts in ${paths.join(', ')} with production${before.length === 0 ? '' : ` and ${before.join(', ')}`}`
  })
  const names = conflicts.map((each) => each.package.name).join(' and ')
  return {
    reason: 'text-conflict',
    message: `${name} cannot be put together without a person: ${lines.join('; ')}. Nothing was changed.`,
    advice: [
      `Name the packages in another order, or leave ${names} out and promote it to ${name} after the reset: its pull request is a draft that \`stagecoach resolve\` helps with.`,
    ],
  }
}

export function rehearsalRefusal({ name }: Environment, failure: StagecoachError): Refusal {
  return {
    reason: 'rehearsal-failed',
    message: `On a copy of the template of ${name}: ${failure.message} Nothing was changed.`,
    advice: [failure.hint ?? 'Choose what it needs too, or leave it out.'],
  }
}
