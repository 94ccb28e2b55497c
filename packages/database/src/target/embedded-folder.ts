import { parseEnvironmentVariable, StagecoachError, type Target } from '@stagecoach/core'
import { access } from 'node:fs/promises'
import { join } from 'node:path'

/** An address would be made as a folder of that name, and hold an empty database. Its password is not shown.
 *  @throws StagecoachError `database-url-invalid` */
export function checkFolder({ name, environment, url }: Target): void {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0]
  if (scheme === undefined) return
  throw new StagecoachError(
    'database-url-invalid',
    `The embedded engine keeps '${name}' of ${environment} in a folder, and what is given is an address (${scheme}…).`,
    { hint: 'Write `engine: postgres`, or give the path of a folder.' },
  )
}

/** PGlite makes a database where it finds none; somebody who only looks has then named another place than they meant, or comes too early.
 *  @throws StagecoachError `database-missing` naming the variable that holds the path */
export async function checkThere({ name, environment, url, look }: Target): Promise<void> {
  if (look === undefined) return
  const found = await access(join(url, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
  if (found) return
  const variable = parseEnvironmentVariable(look.at)
  const from = variable === undefined ? '' : `, which ${variable} names`
  throw new StagecoachError('database-missing', `There is no database '${name}' of ${environment} in "${url}"${from}.`, {
    hint: `Correct ${variable ?? 'the url in the configuration'} if the database lies elsewhere; before the first deployment there is none. Nothing was made.`,
  })
}
