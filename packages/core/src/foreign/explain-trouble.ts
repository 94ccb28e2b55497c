import { packageStatePath } from '../composition/branch-state.ts'
import { baselineEdited, sqlByHand, unlisted } from './state-trouble-words.ts'
import type { Mend, TipTrouble, Unclear } from './tip-trouble.ts'
import {
  takeOut,
  restore,
  look,
  acknowledge,
  label,
  short,
  said,
  word,
  type Of,
  type Told,
  type TroublePlace,
} from './trouble-words.ts'

/** One paragraph for people, and the commands that mend it; pure. Commands run in a clone, in a POSIX shell. */
export function explainTrouble(
  place: TroublePlace,
  trouble: TipTrouble,
): Required<Omit<Unclear, 'package'>> & { package?: string } {
  const { what, mend, code, reason } = told(place, trouble)
  return { ...('package' in trouble ? { package: trouble.package.name } : {}), reason, code, what, mend }
}

/** `To put it back: git revert …` */
export function mendLine({ to, run }: Mend): string {
  return `To ${to}: ${run}`
}

/** After a pull request was closed, or its branch deleted. */
export function proposeAgain(environment: string, name: string): Mend {
  return { to: 'propose it again', run: `stagecoach promote ${environment} ${name}` }
}

function told(place: TroublePlace, trouble: TipTrouble): Told {
  switch (trouble.kind) {
    case 'merged-by-hand':
      return mergedByHand(place, trouble)
    case 'proposal-by-hand':
      return proposalByHand(place, trouble)
    case 'undecided':
      return undecided(place, trouble)
    case 'paths-changed':
      return pathsChanged(place, trouble)
    case 'taken-out':
      return takenOut(place, trouble)
    case 'file-edited':
      return fileEdited(place, trouble)
    case 'unlisted':
      return unlisted(place, trouble)
    case 'baseline-edited':
      return baselineEdited(place, trouble)
    case 'sql-by-hand':
      return sqlByHand(place, trouble)
    case 'unreadable':
      return unreadable(place, trouble)
    case 'rewritten':
      return rewritten(place, trouble)
    case 'deleted':
      return deleted(place, trouble)
  }
}

function mergedByHand(place: TroublePlace, { package: pkg, commit, pullRequest }: Of<'merged-by-hand'>): Told {
  return {
    code: 'tip-undecided',
    reason: `#${pullRequest} was merged by hand before its gates were open`,
    what: `#${pullRequest} (${label(pkg)}) was merged into ${place.branch} by hand as ${short(commit)} before its gates were open. It is not deployed, and nothing else goes to ${place.name} until its gates have decided or it is taken out. Reviews of the merged pull request still count.`,
    mend: [
      { to: 'let its gates decide now', run: `stagecoach gate ${place.name} ${pkg.name}` },
      takeOut(place, commit, 'take it out again'),
    ],
  }
}

const does = {
  sync: "which brings production's newer content",
  repair: 'which takes out of the branch what was rolled back',
} as const

function proposalByHand(place: TroublePlace, { proposal, commit, pullRequest }: Of<'proposal-by-hand'>): Told {
  return {
    code: 'tip-undecided',
    reason: `#${pullRequest} was merged by hand before its gates were open`,
    what: `#${pullRequest}, ${does[proposal]}, was merged into ${place.branch} by hand as ${short(commit)} before its gates were open. It is not deployed, and nothing else goes to ${place.name} until its gates have decided or it is taken out. Reviews of the merged pull request still count.`,
    mend: [
      { to: 'let its gates decide now', run: `stagecoach gate ${pullRequest}` },
      takeOut(place, commit, 'take it out again'),
    ],
  }
}

function undecided(place: TroublePlace, { package: pkg, commit }: Of<'undecided'>): Told {
  const how = commit === undefined ? '' : ` since ${said(commit)}`
  return {
    code: 'tip-undecided',
    reason: `no decision was recorded for ${pkg.version}`,
    what: `${place.branch} says that it holds ${label(pkg)}${how}, and no gate of ${place.name} ever decided on it. It is not deployed, and nothing else goes to ${place.name} until it is taken out; after that its promotion brings it properly.`,
    mend: commit === undefined ? [look(place)] : [takeOut(place, commit, 'take it out')],
  }
}

function pathsChanged(place: TroublePlace, { package: pkg, commit, reason, migrations }: Of<'paths-changed'>): Told {
  const by = commit === undefined ? 'A commit from outside' : said(commit)
  const edited =
    migrations.length === 0
      ? ''
      : ` It edited ${migrations.join(', ')}: migrations run as the package holds them, byte for byte, so this edit would never reach a database. A changed migration belongs on the feature's branch, as a new file.`
  return {
    code: 'presence-unknown',
    reason,
    what: `${by} changed what ${label(pkg)} brought to ${place.branch}, and whether it is still whole cannot be told: ${reason}.${edited} ${place.name} takes no change and deploys nothing until the commit is taken out, or a person says that the package is there.`,
    mend: [
      ...(commit === undefined ? [look(place)] : [takeOut(place, commit, 'take the commit out')]),
      { to: 'say that it is there as it should be', run: acknowledge(place, pkg) },
    ],
  }
}

function takenOut(place: TroublePlace, { package: pkg, commit }: Of<'taken-out'>): Told {
  const by = commit === undefined ? 'A commit from outside' : said(commit)
  return {
    code: 'presence-unknown',
    reason: 'its change is not there',
    what: `${by} took the change of ${label(pkg)} out of ${place.branch}, and the branch still lists the package. Its database keeps what it ran. ${place.name} takes no change and deploys nothing until the change is back; a package leaves an environment by a rollback.`,
    mend: [
      ...(commit === undefined ? [look(place)] : [takeOut(place, commit, 'bring the change back')]),
      { to: 'take the package out for good, once it is back', run: `stagecoach rollback ${place.name} ${pkg.name} --reason '…'` },
    ],
  }
}

function fileEdited(place: TroublePlace, { package: pkg, good }: Of<'file-edited'>): Told {
  const path = packageStatePath(pkg.name)
  return {
    code: 'presence-unknown',
    reason: `${path} was edited by hand`,
    what: `${path} on ${place.branch} says something else of ${label(pkg)} than its build did; only Stagecoach writes below .stagecoach/. What is merged and taken out is computed from this file, so ${place.name} takes no change and deploys nothing until it says again what it said.`,
    mend: [good === undefined ? look(place) : restore(place, good, path)],
  }
}

function unreadable(place: TroublePlace, { tip, why, good }: Of<'unreadable'>): Told {
  return {
    code: 'presence-unknown',
    reason: why,
    what: `${place.branch} cannot be read since ${said(tip)} or a commit shortly before it: ${why} Only Stagecoach writes below .stagecoach/. Nothing is promoted to ${place.name} or deployed there until the folder is as it was.`,
    mend: [good === undefined ? look(place) : restore(place, good, '.stagecoach')],
  }
}

function rewritten(place: TroublePlace, { tip, recorded, at }: Of<'rewritten'>): Told {
  const back = `git push ${word(`--force-with-lease=${place.branch}:${tip}`)} origin ${word(`${recorded}:refs/heads/${place.branch}`)}`
  return {
    code: 'history-rewritten',
    reason: `its history no longer leads to ${recorded.slice(0, 12)}`,
    what: `Somebody rewound or replaced the history of ${place.branch}: it was at ${recorded.slice(0, 12)} (recorded ${at}), and ${tip.slice(0, 12)}, where it is now, does not lead there. What was dropped is still deployed. ${place.name} takes no change and deploys nothing until the branch is put back; what lies there now keeps a branch of its own, to be brought again as a feature.`,
    mend: [
      {
        to: 'put the branch back and keep what lies there now',
        run: `git fetch origin ${tip} ${recorded} && git push origin ${tip}:refs/heads/kept/${place.name}-${tip.slice(0, 7)} && ${back}`,
      },
    ],
  }
}

function deleted({ name, branch }: TroublePlace, { recorded, at }: Of<'deleted'>): Told {
  const run = `git fetch origin ${recorded} && git push origin ${word(`${recorded}:refs/heads/${branch}`)}`
  return {
    code: 'history-rewritten',
    reason: `its branch is gone; it was at ${recorded.slice(0, 12)}`,
    what: `Somebody deleted ${branch}, the branch of ${name}: it was at ${recorded.slice(0, 12)} (recorded ${at}). What it held is still deployed. ${name} takes no change and deploys nothing until the branch is back; a new one from another place would lack what is deployed.`,
    mend: [{ to: 'put the branch back as it was recorded', run }],
  }
}
