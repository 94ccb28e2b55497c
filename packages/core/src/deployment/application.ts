import type { Config, Environment } from '../config/config.ts'
import { StagecoachError } from '../error.ts'
import { viewHistory } from '../ledger/history.ts'
import type { Oid } from '../package/package.ts'
import type { ReleaseFiles } from '../ports/release-store.ts'
import type { Host } from '../ports/runtime.ts'
import { storedRelease } from '../release/stored-release.ts'
import type { DesiredPackage } from './database-plan.ts'
import { commandFailure } from './verification.ts'
import { secretsOf } from './without-secrets.ts'

const deployTimeout = 30 * 60_000

export interface ApplicationRelease {
  /** Folder with the release's files; empty when the configuration builds none. */
  folder: string
  environment: Record<string, string>
}

/** Unpacks release and packages side by side and says to commands, in STAGECOACH_* variables and the declared configuration, what is deployed.
 *  @throws StagecoachError `release-missing`, `release-tampered` */
export async function unpackRelease(
  host: Host,
  config: Config,
  deployment: {
    environment: Environment
    content: Oid
    commit: Oid
    fence: number
    operation: string
    packages: readonly DesiredPackage[]
  },
): Promise<ApplicationRelease> {
  const files = config.release === undefined ? new Map() : await readRelease(host, deployment.content)
  const folder = await host.workspace.unpack(files)
  const packages = await host.workspace.unpack(
    new Map(
      deployment.packages.flatMap(({ pkg }) =>
        [...pkg.files].map(([path, bytes]) => [`${pkg.manifest.name}/${path}`, { bytes, executable: false }] as const),
      ),
    ),
  )
  return {
    folder,
    environment: {
      ...host.secrets.resolve(deployment.environment.config),
      STAGECOACH_ENVIRONMENT: deployment.environment.name,
      STAGECOACH_RELEASE: folder,
      STAGECOACH_CONTENT: deployment.content,
      STAGECOACH_COMMIT: deployment.commit,
      STAGECOACH_FENCE: String(deployment.fence),
      STAGECOACH_OPERATION: deployment.operation,
      STAGECOACH_PACKAGES: packages,
    },
  }
}

/** Compared with the ledger once more: the tag may have been moved since the gate looked. */
async function readRelease(host: Host, content: Oid): Promise<ReleaseFiles> {
  const stored = await storedRelease(host, viewHistory(await host.ledger.latest()), content)
  if (stored !== undefined) return host.releases.read(content)
  throw new StagecoachError('release-missing', `No release of content ${content} is stored and recorded.`, {
    hint: 'Run the promote workflow again: its build job makes the release. Written before `release` was configured it has none: `stagecoach init --force` writes it again.',
  })
}

/** Runs the application's deploy command in `checkout`, the default branch's files: a promotion never brings its own. Nothing without one.
 *  @throws StagecoachError `deploy-command-failed` with its exit code and last lines */
export async function deployApplication(
  host: Host,
  environment: Environment,
  checkout: string,
  release: ApplicationRelease,
): Promise<void> {
  if (environment.deploy === undefined) return
  host.progress(`deploy command: ${environment.deploy}`)
  const result = await host.commands.run({
    line: environment.deploy,
    cwd: checkout,
    env: release.environment,
    timeout: deployTimeout,
  })
  if (result.exitCode === 0 && !result.timedOut) return
  throw new StagecoachError(
    'deploy-command-failed',
    `The deploy command of ${environment.name} failed (${commandFailure(result, secretsOf(host, environment))}).`,
    {
      hint: `It is environments.${environment.name}.deploy in the configuration; its output is in the log above.`,
    },
  )
}
