import type { Stretch } from './play.ts'
import { labels } from './small-shop.ts'
import type { Snapshot, World } from './world.ts'

/** From the built package to the deployed one, without a person. */
export function promoteToIntegration(built: Snapshot): Stretch {
  return {
    name: 'promote and gate',
    from: built,
    start: (world) => world.dispatch('promote', { environment: 'integration', package: labels.package }),
  }
}

export function deployIntegration(name: string, merged: Snapshot): Stretch {
  return { name, from: merged, start: (world) => world.dispatch('deploy', { environment: 'integration' }) }
}

/** A person takes out what integration has verified. */
export function rollBackByHand(verified: Snapshot): Stretch {
  return {
    name: 'rollback by hand',
    from: verified,
    start: (world) =>
      world.dispatch('rollback', {
        environment: 'integration',
        package: labels.package,
        reason: 'the labels are printed upside down',
      }),
  }
}

/** A person takes it from under what came later. */
export function rollBackFromUnder(covered: Snapshot): Stretch {
  return { ...rollBackByHand(covered), name: 'rollback from under a later one' }
}

/** A person names the rows that came since, and takes out what integration has verified all the same. */
export function rollBackWithLoss(losable: Snapshot): Stretch {
  return {
    name: 'rollback with a loss of data',
    from: losable,
    start: (world) =>
      world.dispatch('rollback', {
        environment: 'integration',
        'allow-data-loss': 'column public.product.price, table public.ticket',
        reason: 'a ticket is no product',
      }),
  }
}

/** A person throws integration away: it becomes production with one of the two packages that it holds. */
export function resetIntegration(verified: Snapshot): Stretch {
  return {
    name: 'reset',
    from: verified,
    start: (world) =>
      world.dispatch('reset', { environment: 'integration', packages: labels.package, reason: 'nobody wants the surcharge' }),
  }
}

/** The gate waits for a person, is woken by the approval, and merges. */
export function approveForProduction(verified: Snapshot): Stretch {
  return {
    name: 'gate with an approval',
    from: verified,
    start: (world) => world.dispatch('promote', { environment: 'production', package: labels.package }),
    then: approveOpen,
  }
}

/** What integration never saw goes to production by its lane, and comes down. */
export function hotfix(deployed: Snapshot): Stretch {
  return { name: 'hotfix', from: deployed, start: (world) => world.dispatch('promote', byLane), then: approveOpen }
}

/** What production has comes down, without a person. */
export function syncIntegration(overtaken: Snapshot): Stretch {
  return {
    name: 'sync',
    from: overtaken,
    start: (world) => world.dispatch('promote', { environment: 'integration', sync: 'true' }),
  }
}

export const byLane = {
  environment: 'production',
  package: labels.package,
  lane: 'hotfix',
  'lane-reason': 'parcels without labels come back',
}

/** A person approves what is open once its comment says what will run, and again where an approval did not count: it was given to a head that nobody had validated yet. */
export async function approveOpen(world: World): Promise<void> {
  const pulls = (await world.call('grace', 'GET', '/pulls?state=open&base=main')) as { number: number; head: { ref: string } }[]
  const pull = pulls.find((each) => each.head.ref.startsWith('promote/production/'))
  if (pull === undefined) return
  const comments = (await world.call('grace', 'GET', `/issues/${pull.number}/comments`)) as unknown[]
  if (comments.length > 0) await world.call('grace', 'POST', `/pulls/${pull.number}/reviews`, { event: 'APPROVE', body: '' })
}
