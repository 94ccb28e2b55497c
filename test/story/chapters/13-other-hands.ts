import { git } from '../stage/git-person.ts'
import { runLine } from '../stage/run-line.ts'
import type { Stage } from '../stage/stage.ts'
import { askForPromotion } from './moves.ts'
import { readOut } from './show.ts'

/** Somebody squashes a promotion before anybody approved it. */
export async function squashedByHand(stage: Stage): Promise<void> {
  stage.say('13. search goes to qa, and linus does not wait: he presses "Squash and merge"')
  const pull = await askForPromotion(stage, 'maya', 'qa', 'search')
  if (pull === undefined) throw new Error('The promotion of search to qa has no pull request.')
  await stage.rest('linus').merge(pull.number, 'squash')
  await stage.settle()
}

/** It is told and not deployed, and counts once its gates are open. */
export async function approvedAfterwards(stage: Stage): Promise<void> {
  await readOut(stage, 'maya', ['status'])
  const pulls = await stage.rest('maya').pullRequests('state=all')
  const pull = pulls.find((each) => each.head.ref === 'promote/qa/search')
  if (pull === undefined) throw new Error('The promotion of search to qa has no pull request.')
  stage.say(`dora looks at what was merged, and approves #${pull.number}`)
  await stage.rest('dora').review(pull.number, 'APPROVE')
  await stage.settle()
}

/** Somebody changes on env/qa what a package brought there. */
export async function pushedByHand(stage: Stage): Promise<void> {
  stage.say('linus is still in a hurry: he edits the search on env/qa and pushes')
  const linus = await stage.clone('linus')
  await git(linus.folder, ['fetch', '--quiet', 'origin'], 'linus')
  const search = await git(linus.folder, ['show', 'origin/env/qa:src/search.js'], 'linus')
  await linus.pushFiles('env/qa', new Map([['src/search.js', `${search}\nexport const quick = true\n`]]), 'Quick fix')
  await stage.settle()
}

/** `status` says what it did and prints the command that takes it out. */
export async function mendedByCommand(stage: Stage): Promise<void> {
  const status = await readOut(stage, 'maya', ['status'])
  const line = /git fetch origin && [^\n]*HEAD:refs\/heads\/env\/qa/.exec(status)?.[0]
  if (line === undefined) throw new Error('The status of qa names no command that mends it.')
  stage.say(`linus runs that command`)
  const { folder } = await stage.clone('linus')
  await git(folder, ['checkout', '--quiet', '--force', '--detach'], 'linus')
  await runLine(line, folder)
  await stage.settle()
}
