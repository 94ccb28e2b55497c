import { StagecoachError } from '../error.ts'
import { checkName, isName, printable } from './name.ts'
import { isVersion } from './version.ts'

/** `package/<name>/<version>`: the annotated tag that holds a package. */
export interface PackageTag {
  name: string
  version: string
}

/** @throws StagecoachError `name-invalid`, `version-invalid` */
export function formatPackageTag(tag: PackageTag): string {
  return `package/${checkName('package', tag.name)}/${checkVersion(tag.version)}`
}

export function parsePackageTag(text: string): PackageTag | undefined {
  const [prefix, name, version, ...rest] = text.split('/')
  if (prefix !== 'package' || name === undefined || version === undefined || rest.length > 0) return undefined
  return isName(name) && isVersion(version) ? { name, version } : undefined
}

/** @throws StagecoachError `version-invalid` */
export function checkVersion(text: string): string {
  if (isVersion(text)) return text
  throw new StagecoachError('version-invalid', `'${printable(text)}' is not a version.`, {
    hint: 'Use semantic versioning without build metadata, such as 1.4.0 or 1.4.0-rc.1.',
  })
}
