import { renderStatusMarkdown, status } from '@stagecoach/core'
import { shown } from '../answer.ts'
import { withDrift } from '../drift/with-drift.ts'
import { toggle } from '../frame/flag.ts'
import { defineVerb } from '../frame/verb.ts'
import { renderStatus } from './render-status.ts'

export const statusVerb = defineVerb({
  name: 'status',
  summary: 'Shows which package is where, and what each environment is doing.',
  details:
    'Reads refs and ledger in one go, and asks GitHub which pull requests are open; asks no database unless `--drift` is given. Works without the API, then with the clock of this machine and the word of the branches.',
  arguments: {},
  options: {
    drift: toggle('--drift', 'also compare with the databases whose URLs are set in the environment'),
    markdown: toggle('--markdown', 'print the tables as Markdown, for the summary of a job'),
  },
  async run(context, { drift, markdown }) {
    const { room } = await context.room({ offline: true })
    const read = await status(room, { askForge: true })
    const view = drift ? await withDrift(room, read) : read
    const message = `${view.packages.length} packages in ${view.environments.length} environments.`
    return shown(message, view, markdown ? renderStatusMarkdown(view) : renderStatus(view, context.terminal))
  },
})
