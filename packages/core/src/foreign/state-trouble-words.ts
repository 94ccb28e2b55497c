import { baselinePath, packageStatePath } from '../composition/branch-state.ts'
import { printable } from '../names/name.ts'
import { takeOut, look, label, by, type Of, type Told, type TroublePlace } from './trouble-words.ts'

export function unlisted(place: TroublePlace, { package: pkg, commit }: Of<'unlisted'>): Told {
  const path = packageStatePath(pkg.name)
  return {
    code: 'presence-unknown',
    reason: `${path} was taken away by hand`,
    what: `${by(commit)} took ${label(pkg)} off the list of ${place.branch}, and nobody rolled it back: its database keeps what it ran. ${place.name} takes no change and deploys nothing until the package is back; a package leaves an environment by a rollback.`,
    mend: [
      commit === undefined ? look(place) : takeOut(place, commit, 'bring it back'),
      { to: 'take the package out for good, once it is back', run: `stagecoach rollback ${place.name} ${pkg.name} --reason '…'` },
    ],
  }
}

export function baselineEdited(place: TroublePlace, { commit }: Of<'baseline-edited'>): Told {
  return {
    code: 'presence-unknown',
    reason: `${baselinePath} was edited by hand`,
    what: `${by(commit)} edited ${baselinePath} on ${place.branch}, from which a sync computes what of production the branch lacks; with a wrong one it would lose lines without a conflict. ${place.name} takes no change and deploys nothing until the file says again what Stagecoach wrote.`,
    mend: [commit === undefined ? look(place) : takeOut(place, commit, 'take the edit back')],
  }
}

export function sqlByHand(place: TroublePlace, { path, runs, commit }: Of<'sql-by-hand'>): Told {
  const effect = runs
    ? 'The next deployment would make the database so, and no gate looked at it.'
    : 'Only what a package holds is run: it would never reach a database.'
  return {
    code: 'tip-undecided',
    reason: `${path} came by no package`,
    what: `${by(commit)} changed ${printable(path)} on ${place.branch}, and no package carries it. ${effect} ${place.name} takes no change and deploys nothing until it is taken out; SQL comes on a feature's branch, by a lane if it cannot wait.`,
    mend: [commit === undefined ? look(place) : takeOut(place, commit, 'take it out')],
  }
}
