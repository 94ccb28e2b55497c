import { actionsOf, appMode, StagecoachError } from '@stagecoach/core'
import { readActions } from './init-answer.ts'

/** What the workflows are written with. */
export interface WorkflowMode {
  actions: { repository: string; ref: string } | undefined
  app: boolean
}

/** Flags, else what the present files say: who writes them again keeps where the actions come from, and the App.
 *  @throws StagecoachError `usage` */
export function workflowMode(
  given: { actions: string | undefined; app: boolean; tokenMode: boolean },
  present: Readonly<Record<string, string | undefined>>,
): WorkflowMode {
  if (given.app && given.tokenMode)
    throw new StagecoachError('usage', '--app and --token-mode exclude each other.', { hint: 'Give one of them.' })
  return {
    actions: readActions(given.actions) ?? actionsOf(present),
    app: given.app || (!given.tokenMode && appMode(present)),
  }
}
