import { describe, expect, it } from 'vitest'
import { openLoopbackForge } from './testing/open-loopback-forge.ts'

const record = {
  operation: 'op-1',
  environment: 'qa',
  commit: 'a'.repeat(40),
  production: false,
  state: 'in_progress' as const,
  description: 'Deploying',
}

describe('recordDeployment', () => {
  it('asks GitHub neither to wait for statuses nor to merge, and needs one request for the second state', async () => {
    const { forge, server } = await openLoopbackForge(({ method }) =>
      method === 'GET' ? { status: 200, json: [] } : { status: 201, json: { id: 4 } },
    )
    await using _closing = server
    await forge.recordDeployment(record)
    await forge.recordDeployment({ ...record, state: 'success' })
    expect(server.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'GET /repos/acme/shop/deployments',
      'POST /repos/acme/shop/deployments',
      'POST /repos/acme/shop/deployments/4/statuses',
      'POST /repos/acme/shop/deployments/4/statuses',
    ])
    expect(server.requests[1]?.body).toMatchObject({ required_contexts: [], auto_merge: false, production_environment: false })
  })

  it('adopts the deployment of an earlier attempt, and says nothing twice', async () => {
    const { forge, server } = await openLoopbackForge(({ path }) =>
      path.includes('/statuses')
        ? { status: 200, json: [{ state: 'in_progress' }] }
        : {
            status: 200,
            json: [
              { id: 3, payload: {} },
              { id: 4, payload: JSON.stringify({ operation: 'op-1' }) },
            ],
          },
    )
    await using _closing = server
    await forge.recordDeployment(record)
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
  })
})
