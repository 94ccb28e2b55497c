/** An error of the server without what may be data: no DETAIL, no CONTEXT, no parameters, no quoted values of class 22. */
export class SqlTrouble extends Error {
  /** SQLSTATE, five characters; `08000` for a connection that is gone. */
  readonly sqlstate: string
  /** Character position in the statement, from 1. */
  readonly position: number | undefined

  constructor(sqlstate: string, message: string, position?: number) {
    super(message)
    this.name = 'SqlTrouble'
    this.sqlstate = sqlstate
    this.position = position
  }
}

/** The server may have gone on without us, so nothing is known of what it was doing. */
export function isConnectionLost({ sqlstate }: SqlTrouble): boolean {
  return sqlstate.startsWith('08') || sqlstate.startsWith('57P')
}

/**
 * Turns a driver's error into one that is safe to print. pg and PGlite raise the same fields (`code`, `detail`, `position`).
 * Messages of class 22 (data exception) quote the offending value; 2BP01's DETAIL names only dependent objects, so it stays.
 */
export function sqlTrouble(error: unknown, showValues = false): SqlTrouble {
  if (error instanceof SqlTrouble) return error
  if (!(error instanceof Error)) return new SqlTrouble('XX000', 'Unknown database error.')
  const code = field(error, 'code')
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return new SqlTrouble('08000', connectionMessage(error, code))
  const detail = field(error, 'detail')
  const shown = !showValues && code.startsWith('22') ? error.message.replace(/".*"/s, '"…"') : error.message
  const extra = detail !== undefined && (showValues || code === '2BP01') ? ` (${detail.replaceAll('\n', '; ')})` : ''
  const position = Number(field(error, 'position'))
  return new SqlTrouble(code, shown + extra, Number.isInteger(position) && position > 0 ? position : undefined)
}

function field(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Node's network errors name host and port, never the password; an AggregateError (IPv6 and IPv4 refused) has an empty message. */
function connectionMessage(error: Error, code: string | undefined): string {
  return error.message === '' ? `The connection failed (${code ?? 'no reason given'}).` : error.message
}
