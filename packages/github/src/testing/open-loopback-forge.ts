import { openForge, type ForgeOptions, type OpenedForge } from '../forge.ts'
import { loopback, type Handler, type Loopback } from './loopback.ts'

/** A forge of acme/shop against a loopback server; a second of waiting lasts one millisecond. */
export async function openLoopbackForge(
  handle: Handler,
  options: Partial<ForgeOptions> = {},
): Promise<{ forge: OpenedForge; server: Loopback }> {
  const server = await loopback(handle)
  const forge = openForge({ token: 'ghs_test', apiUrl: server.url, repository: 'acme/shop', second: 1, ...options })
  return { forge, server }
}
