import { existsSync, readFileSync, readdirSync } from 'node:fs'

// A release carries features.json (written by ops/build.js); a checkout has the folder it is made of.
const built = new URL('../features.json', import.meta.url)
const folder = new URL('../features/', import.meta.url)

const readBuilt = () => JSON.parse(readFileSync(built, 'utf8'))

const readFolder = () =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
    .sort((one, other) => (one.name < other.name ? -1 : 1))

/** Features of this release, sorted by name: `{ name, title, owner }`. */
export const releasedFeatures = () => (existsSync(built) ? readBuilt() : readFolder())

export const hasFeature = (name) => releasedFeatures().some((feature) => feature.name === name)
