import { posix } from 'node:path'
import { externalFolder, type ExternalPackage, importedFile } from './external-packages.ts'
import type { ReleaseFile } from './release-file.ts'

const lazyImport = /import\(\s*\/\* webpackIgnore: true \*\/\s*(['"])([^'"]+)\1\s*\)/g

/**
 * A bundle outside `actions/` cannot find the shipped packages by walking up, and shipping 20 MB twice helps nobody:
 * its lazy imports are pointed at the files beside the actions.
 */
export function pointAtSharedExternals(file: ReleaseFile, packages: readonly ExternalPackage[]): ReleaseFile {
  if (!file.path.endsWith('.js')) return file
  const locate = (name: string): string => {
    const found = packages.find(({ manifest }) => manifest.name === name)
    if (found === undefined) throw new Error(`${file.path} loads "${name}", which is not shipped`)
    return posix.relative(posix.dirname(file.path), posix.join(externalFolder, name, importedFile(found.manifest)))
  }
  const code = file.content
    .toString()
    .replace(lazyImport, (_, __, name: string) => `import(/* shipped beside the actions */ '${locate(name)}')`)
  return { ...file, content: Buffer.from(code) }
}
