import { StagecoachError } from '@stagecoach/core'

/** What another server than GitHub's, or none, may have answered. */
const codes = ['forge-unreachable', 'forge-refused', 'not-found', 'token-refused']

/** The same error, which also says where the API was asked: the address that GITHUB_API_URL gave may be the wrong one. */
export function aboutAddress(error: unknown, url: string): unknown {
  if (!(error instanceof StagecoachError) || !codes.includes(error.code)) return error
  const { code, message, hint, details } = error
  const where = `It was asked at ${url}, as GITHUB_API_URL says: check that address, or unset it for the API of \`origin\`.`
  return new StagecoachError(code, message, {
    hint: hint === undefined ? where : `${where} ${hint}`,
    cause: error,
    details: { ...details },
  })
}
