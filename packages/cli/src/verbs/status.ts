import { status } from '@stagecoach/core'
import { shown } from '../answer.ts'
import { defineVerb } from '../frame/verb.ts'
import { renderStatus } from './render-status.ts'

export const statusVerb = defineVerb({
  name: 'status',
  summary: 'Shows which package is where, and what each environment is doing.',
  details:
    'Reads refs and ledger in one go, and asks GitHub which pull requests are open; asks no database. Works without the API, then with the clock of this machine and the word of the branches.',
  arguments: {},
  options: {},
  async run(context) {
    const { room } = await context.room({ offline: true })
    const view = await status(room, { askForge: true })
    const message = `${view.packages.length} packages in ${view.environments.length} environments.`
    return shown(message, view, renderStatus(view, context.terminal.style))
  },
})
