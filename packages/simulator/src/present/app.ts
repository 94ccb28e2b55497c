import { botLogin } from '../world/account.ts'
import type { World } from '../world/world.ts'
import { nodeId } from './json.ts'
import type { JsonObject } from './json.ts'
import { presentUser } from './user.ts'

export function presentApp(world: World, slug: string): JsonObject {
  const app = world.accounts.apps.find((candidate) => candidate.slug === slug)
  if (app === undefined) throw new Error(`There is no App "${slug}".`)
  const bot = world.accounts.get(botLogin(slug))
  return {
    id: app.id,
    slug,
    client_id: `Iv1.${app.id}`,
    node_id: nodeId('A', app.id),
    owner: presentUser(world, 'web-flow'),
    name: slug === 'github-actions' ? 'GitHub Actions' : slug,
    description: '',
    external_url: `${world.url}/apps/${slug}`,
    html_url: `${world.url}/apps/${slug}`,
    created_at: bot.createdAt,
    updated_at: bot.createdAt,
    permissions: {},
    events: [],
  }
}
