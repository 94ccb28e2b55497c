import { openRoom, type OpenedRoom } from '../open-room.ts'
import { findCheckout, type Checkout } from '../remote/checkout.ts'
import type { Surroundings } from '../surroundings.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { Context } from './context.ts'

export interface ContextOptions {
  surroundings: Surroundings
  terminal: Terminal
  folder: string
  dryRun: boolean
  config: string
  configNamed: boolean
}

export function openContext({
  surroundings,
  terminal,
  folder,
  dryRun,
  config,
  configNamed,
}: ContextOptions): Context & { close(): Promise<void> } {
  const opened: OpenedRoom[] = []
  let checkout: Promise<Checkout> | undefined
  const find = (): Promise<Checkout> => (checkout ??= findCheckout(folder, surroundings.environment))
  return {
    surroundings,
    terminal,
    dryRun,
    config,
    configNamed,
    checkout: find,
    async room(options = {}) {
      const room = await openRoom(await find(), surroundings, terminal, { ...options, config })
      opened.push(room)
      return room
    },
    async close() {
      for (const room of opened) await room.close()
    },
  }
}
