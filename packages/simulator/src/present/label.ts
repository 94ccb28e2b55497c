import type { Repository } from '../world/repository.ts'
import type { World } from '../world/world.ts'
import { nodeId } from './json.ts'
import type { JsonObject } from './json.ts'

export function presentLabels(world: World, repository: Repository, names: Iterable<string>): JsonObject[] {
  return [...names].flatMap((name) => {
    const label = repository.labels.get(name)
    if (label === undefined) return []
    return [
      {
        id: label.id,
        node_id: nodeId('LA', label.id),
        url: `${world.url}/repos/${repository.fullName}/labels/${encodeURIComponent(name)}`,
        name,
        color: label.color,
        default: false,
        description: label.description,
      },
    ]
  })
}
