import { createRequire } from 'node:module'
import { join, posix } from 'node:path'
import type { BundleEntry } from './bundle-entries.ts'
import { externalPackages } from './external-packages.ts'
import type { ReleaseFile } from './release-file.ts'

interface NccResult {
  code: string
  assets: Record<string, { source: string | Buffer; permissions?: number }>
}
type Ncc = (input: string, options: Record<string, unknown>) => Promise<NccResult>

// ncc is CommonJS without types.
const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc

/**
 * What stays outside. @actions/core's client for OpenID Connect, which no action of ours asks, is the only one to import undici, for its proxy: a
 * third of each bundle, read and compiled at every start. A module that is there already takes its place.
 */
const externals = { ...Object.fromEntries(externalPackages.map((name) => [name, name])), undici: 'node:http' }

/**
 * Bundles one program to an ES module with the licences of all that went in. webpack names modules relative to the
 * working directory, so that must be the checkout's root: only then are the bytes the same on every machine.
 */
export async function nccBundle(root: string, entry: BundleEntry): Promise<ReleaseFile[]> {
  if (process.cwd() !== root) throw new Error(`Bundles are made with "${root}" as the working directory`)
  const { code, assets } = await ncc(join(root, entry.source), {
    cache: false,
    esm: true,
    externals,
    license: 'LICENSES.txt',
    minify: false,
    quiet: true,
    sourceMap: false,
    target: 'es2024',
  })
  const others = Object.entries(assets).map(([path, asset]) => file(entry, path, asset.source))
  return [file(entry, 'index.js', code), ...others]
}

function file(entry: BundleEntry, path: string, source: string | Buffer): ReleaseFile {
  return { path: posix.join(entry.target, path), content: Buffer.isBuffer(source) ? source : Buffer.from(source) }
}
