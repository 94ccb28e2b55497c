import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createClock } from './clock.ts'
import { createHost } from './host/create-host.ts'
import { createServerHandler } from './http/serve.ts'
import { createSetup } from './setup.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'
import { World } from './world/world.ts'

/** Starts a GitHub on 127.0.0.1. Its repositories stay in `directory` after `close()`. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  await mkdir(join(options.directory, 'repositories'), { recursive: true })
  await mkdir(join(options.directory, 'runner'), { recursive: true })
  const world = new World(options, createClock(options.startsAt, options.clock ?? 'ticking'))
  const server = createServer(createServerHandler(world))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo
  world.url = `http://127.0.0.1:${port}`
  if (options.runner !== undefined) world.conductor.runner = options.runner(createHost(world))
  return {
    url: world.url,
    clock: world.clock,
    events: world.events,
    faults: world.faults,
    requests: world.requests,
    journal: world.journal,
    runs: world.runs.all,
    ...createSetup(world),
    settle: () => world.conductor.settle(),
    async close() {
      await world.conductor.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      for (const repository of world.repositories) repository.bare.close()
    },
  }
}
