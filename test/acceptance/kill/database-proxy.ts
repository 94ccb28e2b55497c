import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createFrames, databaseOf, sqlOf, valuesOf, type Frame } from './frames.ts'

export interface DatabaseWrite {
  database: string
  sql: string
  /** A transaction is open; what is in it counts when it commits, and this may be that commit. */
  inTransaction: boolean
  /** Of a commit: the last writing statement before it, with its values. */
  concludes: string
}

export type Moment = 'before' | 'after'

/** Stands between the product and PostgreSQL: sees every writing statement, and can cut the line just before or just after one. */
export interface DatabaseProxy {
  port: number
  writes: DatabaseWrite[]
  /** Asked at each write; what it answers is done: `kill` is called, and every connection cut. */
  cut: ((write: DatabaseWrite) => Moment | undefined) | undefined
  kill: () => void
  close(): Promise<void>
}

const writing = /^\s*(insert|update|delete|create|alter|drop|truncate|grant|revoke|comment|commit)\b/i

/** The end of a transaction that only read changes nothing. */
function writes(sql: string, wrote: boolean): boolean {
  return writing.test(sql) && (wrote || !/^\s*commit\b/i.test(sql))
}

export async function startProxy({ host, port }: { host: string; port: number }): Promise<DatabaseProxy> {
  const sockets = new Set<Socket>()
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    const upstream = connect(port, host)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined) // a cut line is what this is for; `close` follows
    }
    client.on('close', () => {
      sockets.delete(client)
      upstream.destroy()
    })
    upstream.on('close', () => {
      sockets.delete(upstream)
      client.destroy()
    })
    relay(client, upstream, proxy, cutAll)
  })
  const proxy: DatabaseProxy = {
    port: 0,
    writes: [],
    cut: undefined,
    kill: () => undefined,
    async close() {
      cutAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address with a port.
  proxy.port = (server.address() as AddressInfo).port
  return proxy
}

/** Forwards message by message. After a write that is to be cut once done, the answer is held back: the client never hears of it. */
function relay(client: Socket, upstream: Socket, proxy: DatabaseProxy, cutAll: () => void): void {
  let database = ''
  let cutting: Moment | undefined
  // As the server said it last: whether a transaction is open, and whether anything was written in it.
  let inTransaction = false
  let wrote = false
  let last = ''
  let binding = false
  const end = (): void => {
    proxy.kill()
    cutAll()
  }
  const forward = (frame: Frame): void => {
    if (frame.type === '') database = databaseOf(frame)
    const sql = sqlOf(frame)
    if (sql !== undefined) binding = false
    if (sql !== undefined && writes(sql, wrote) && cutting === undefined) {
      const write = { database, sql, inTransaction, concludes: last }
      wrote = true
      last = sql
      binding = true
      proxy.writes.push(write)
      cutting = proxy.cut?.(write)
      if (cutting === 'before') return end()
    }
    if (binding) last += (valuesOf(frame) ?? []).map((value) => ` ${value}`).join('')
    if (cutting !== 'before') upstream.write(frame.bytes)
  }
  const fromClient = createFrames(true)
  const fromServer = createFrames(false)
  client.on('data', (chunk: Buffer) => {
    for (const frame of fromClient(chunk)) forward(frame)
  })
  upstream.on('data', (chunk: Buffer) => {
    if (cutting !== 'after') client.write(chunk)
    // Z: the server is ready for the next query, so this one is done.
    const ready = fromServer(chunk).findLast((frame) => frame.type === 'Z')
    if (ready === undefined) return
    inTransaction = ready.bytes.toString('latin1', 5, 6) === 'T'
    if (!inTransaction) wrote = false
    if (cutting === 'after') end()
  })
}
