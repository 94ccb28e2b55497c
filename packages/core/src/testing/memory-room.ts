import type { Config, Environment } from '../config/config.ts'
import type { Host, Room } from '../ports/runtime.ts'
import { sampleEnvironment } from './facts.ts'
import { sampleOid } from './samples.ts'

/** A host of which only these ports may be touched; every other one fails the test that reaches for it, but for sessions, which only terminals have. */
export function partialHost(ports: Partial<Host>): Host {
  const host = new Proxy(ports, {
    get(target, port) {
      const found: unknown = Reflect.get(target, port)
      if (found === undefined && port !== 'sessions') throw new TypeError(`The test gave no '${String(port)}'.`)
      return found
    },
  })
  // A proxy has every port: it answers or throws.
  return host as Host
}

/** integration (auto-promote) → qa → production on main. */
export function samplePipeline(): Environment[] {
  return [
    sampleEnvironment({ name: 'integration', branch: 'env/integration', production: false, autoPromote: true }),
    sampleEnvironment({ name: 'qa', branch: 'env/qa', after: ['integration'], production: false }),
    sampleEnvironment({ after: ['qa'] }),
  ]
}

export function sampleRoom(host: Host, change: Partial<Config> = {}): Room {
  const config: Config = {
    version: 1,
    path: '.github/stagecoach.yml',
    blob: sampleOid('config'),
    database: { migrations: 'db/migrations' },
    environments: samplePipeline(),
    ...change,
  }
  return { host, config, defaultBranch: 'main', checkout: '/nowhere' }
}
