import { createServer } from 'node:http'
import { respond } from './routes.js'

const server = createServer(async (incoming, outgoing) => {
  const url = new URL(incoming.url, 'http://shop')
  let body = ''
  for await (const chunk of incoming) body += chunk
  const answer = respond({ method: incoming.method, path: url.pathname, query: url.searchParams, body })
  outgoing.writeHead(answer.status, { 'content-type': answer.type })
  outgoing.end(answer.body)
})

server.listen(Number(process.env.SHOP_PORT ?? 8080), '127.0.0.1')
process.on('SIGTERM', () => {
  server.close(() => process.exit(0))
  server.closeAllConnections()
})
