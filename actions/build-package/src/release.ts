import type { Ending, Runtime } from '@stagecoach/action-kit'
import { buildRelease, publishRelease, StagecoachErrors } from '@stagecoach/core'
import { join } from 'node:path'
import type { spec } from './spec.ts'

/** Runs the build command in the checkout and leaves what it made in a folder; needs no right but reading. */
export async function makeRelease({ inputs, room, folders }: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const content = required('content', inputs.content)
  const path = inputs.path ?? join(folders.temporary, 'stagecoach', `release-${content}`)
  const result = await buildRelease(room, { directory: folders.workspace, output: path })
  return { result, outputs: { path, content } }
}

/** Stores what the build job made; runs nothing of it. */
export async function storeRelease({ inputs, room }: Runtime<typeof spec>): Promise<Ending<typeof spec>> {
  const content = required('content', inputs.content)
  const path = required('path', inputs.path)
  const { environment, package: name } = inputs
  const pullRequest = inputs['pull-request']
  if (pullRequest !== undefined)
    return { result: await publishRelease(room, { content, path, pullRequest }), outputs: { path, content } }
  const gate = { ...(environment === undefined ? {} : { environment }), ...(name === undefined ? {} : { package: name }) }
  const result = await publishRelease(room, { content, path, ...gate })
  return { result, outputs: { path, content } }
}

function required(name: string, value: string | undefined): string {
  if (value !== undefined) return value
  throw new StagecoachErrors('input-invalid', 'An input of "Build package" is missing.', [
    { file: 'with', message: `input "${name}" is required`, hint: 'it comes from the jobs before, see the README' },
  ])
}
