import { StagecoachError } from '../error.ts'
import type { Result } from '../outcome.ts'
import { commandFailure } from '../deployment/verification.ts'
import type { Room } from '../ports/runtime.ts'

const buildTimeout = 60 * 60_000

/** Runs the configured build in a checkout of the promotion's head and collects its files. This is the one place where a feature's own code runs, so its job has neither a write token nor a secret.
 *  @throws StagecoachError `release-build-failed`, `release-empty`, `release-link` */
export async function buildRelease(
  { host, config }: Pick<Room, 'config'> & { host: Pick<Room['host'], 'commands' | 'workspace'> },
  request: { directory: string; output: string },
): Promise<Result> {
  if (config.release === undefined) {
    return { schema: 1, outcome: 'unchanged', reason: 'nothing-to-do', message: 'The configuration builds no release.' }
  }
  const result = await host.commands.run({
    line: config.release.build,
    cwd: request.directory,
    env: { CI: 'true' },
    timeout: buildTimeout,
  })
  if (result.exitCode !== 0 || result.timedOut) {
    throw new StagecoachError('release-build-failed', `The release build failed (${commandFailure(result)}).`, {
      hint: `It is release.build in ${config.path}; its output is in the log above.`,
    })
  }
  const files = await host.workspace.collect(request.directory, config.release.files)
  if (files.size === 0) {
    throw new StagecoachError('release-empty', `The build made no file that matches ${config.release.files.join(', ')}.`, {
      hint: `Correct release.files in ${config.path}.`,
    })
  }
  await host.workspace.write(request.output, files)
  return { schema: 1, outcome: 'released', reason: 'done', message: `${files.size} files were built.` }
}
