import type { Environment } from '../config/config.ts'
import type { Host } from '../ports/runtime.ts'

/** Everything that changing and verifying an environment will ask for, before a lease is taken or anything is recorded: a terminal without a secret changes nothing.
 *  @throws StagecoachError `env-missing` naming all of them */
export function checkSecrets(
  { secrets }: Pick<Host, 'secrets'>,
  { databases, config, verify }: Pick<Environment, 'databases' | 'config' | 'verify'>,
): void {
  const probes = verify.flatMap((step) => (step.kind === 'http' ? [step.url] : []))
  const written = [...Object.values(databases).map(({ url }) => url), ...Object.values(config), ...probes]
  secrets.resolve(Object.fromEntries(written.map((each) => [each, each])))
}
