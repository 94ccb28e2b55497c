import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this checkout, absolute and without a trailing slash. */
export const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)))
