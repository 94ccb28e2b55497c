import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isName, readList, StagecoachError, type GivenList } from '@stagecoach/core'

/** `--list [environment=]file`, each once for an environment or for all. */
export async function readLists(cwd: string, given: readonly string[]): Promise<GivenList[]> {
  const lists: GivenList[] = []
  for (const each of given) {
    const name = each.slice(0, Math.max(0, each.indexOf('=')))
    const environment = isName(name) ? name : undefined
    const file = environment === undefined ? each : each.slice(name.length + 1)
    if (lists.some((known) => known.environment === environment)) {
      throw new StagecoachError('usage', `Two lists are given for ${environment ?? 'every environment'}.`, {
        hint: 'Put the migrations into one file.',
      })
    }
    lists.push({ environment, history: readList(file, await readText(resolve(cwd, file), file)) })
  }
  return lists
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new StagecoachError('usage', `The list '${file}' cannot be read.`, { hint: 'Give the path of a text file.', cause })
  }
}
