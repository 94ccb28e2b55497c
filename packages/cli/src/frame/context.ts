import type { OpenedRoom, RoomOptions } from '../open-room.ts'
import type { Checkout } from '../remote/checkout.ts'
import type { Surroundings } from '../surroundings.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** What a verb works with; opened when first asked for, closed when the verb has ended. */
export interface Context {
  readonly surroundings: Surroundings
  readonly terminal: Terminal
  readonly dryRun: boolean
  /** Path of the configuration, relative to the repository. */
  readonly config: string
  /** Whether the command line names it. */
  readonly configNamed: boolean
  checkout(): Promise<Checkout>
  room(options?: RoomOptions): Promise<OpenedRoom>
}
