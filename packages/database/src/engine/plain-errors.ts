import { StagecoachError } from '@stagecoach/core'
import { SqlTrouble } from './sql-trouble.ts'

/** The same object, whose methods throw StagecoachError where the server said no outside of a migration: `database-failed`, `database-unreachable`. */
export function withPlainErrors<T extends object>(place: string, api: T): T {
  const wrapped = Object.entries(api).map(([name, member]: [string, unknown]) => [
    name,
    isMethod(member) ? guard(place, name, member) : member,
  ])
  // Same names, same signatures: only what is thrown changes.
  return Object.fromEntries(wrapped) as T
}

type Method = (...parameters: unknown[]) => Promise<unknown>

function isMethod(member: unknown): member is Method {
  return typeof member === 'function'
}

function guard(place: string, name: string, method: Method): Method {
  return async (...parameters) => {
    try {
      return await method(...parameters)
    } catch (error) {
      if (!(error instanceof SqlTrouble)) throw error
      const gone = error.sqlstate.startsWith('08') || error.sqlstate === '57P01'
      throw new StagecoachError(
        gone ? 'database-unreachable' : 'database-failed',
        `${gone ? 'The connection to' : 'Something went wrong in'} ${place} (${name}): ${error.message} [${error.sqlstate}]`,
        { hint: gone ? GONE : REFUSED, cause: error },
      )
    }
  }
}

const GONE = 'Look at the server and run this again: what was not finished is rolled back or resumed.'
const REFUSED = 'The role of the URL must own the database, or at least may create the schema "stagecoach" and read the catalog.'
