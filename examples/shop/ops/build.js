// Writes dist/: the same bytes for the same tree, on any machine. No dates, no absolute paths, no installed packages.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

/** Paths of all files under a folder, with forward slashes, sorted by code unit. */
function filesUnder(folder, prefix = '') {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
    )
    .sort((one, other) => (one < other ? -1 : 1))
}

function readCatalogue() {
  const folder = join(root, 'features')
  return filesUnder(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const feature = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      if (`${feature.name}.json` !== file) throw new Error(`features/${file} describes "${feature.name}".`)
      return feature
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

function write(path, bytes) {
  mkdirSync(dirname(join(dist, path)), { recursive: true })
  writeFileSync(join(dist, path), bytes)
}

const asJson = (value) => `${JSON.stringify(value, null, 2)}\n`
const sha256 = (path) =>
  createHash('sha256')
    .update(readFileSync(join(dist, path)))
    .digest('hex')

rmSync(dist, { recursive: true, force: true })
for (const path of filesUnder(join(root, 'src'))) write(`src/${path}`, readFileSync(join(root, 'src', path)))
write('features.json', asJson(readCatalogue()))
write('package.json', asJson({ name: 'shop', private: true, type: 'module' }))
write('checksums.json', asJson(Object.fromEntries(filesUnder(dist).map((path) => [path, sha256(path)]))))
