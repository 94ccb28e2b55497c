// Shakedown on the machine: what `current` points to is complete, unchanged, and answers.
import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const { STAGECOACH_ENVIRONMENT: environment, STAGECOACH_CONTENT: content, DEPLOY_ROOT: deployRoot = '/srv/shop' } = process.env

const current = realpathSync(join(deployRoot, environment, 'current'))
if (content && basename(current) !== content) throw new Error(`${environment} runs ${basename(current)} and not ${content}.`)

const dist = join(current, 'dist')
const checksums = JSON.parse(readFileSync(join(dist, 'checksums.json'), 'utf8'))
for (const [path, expected] of Object.entries(checksums)) {
  const actual = createHash('sha256')
    .update(readFileSync(join(dist, path)))
    .digest('hex')
  if (actual !== expected) throw new Error(`${path} is not what was built.`)
}

const { respond } = await import(pathToFileURL(join(dist, 'src/routes.js')).href)
const { status } = respond({ method: 'GET', path: '/health', query: new URLSearchParams(), body: '' })
if (status !== 200) throw new Error(`/health answers ${status}.`)
console.log(`verify: ${environment} holds ${Object.keys(checksums).length} files of ${basename(current)}`)
