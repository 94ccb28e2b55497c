import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finalState } from './final-state.ts'
import { openGround, type OpenGround } from './ground.ts'
import { hasPostgres } from '../../story/stage/postgres-server.ts'
import { builtLabels, foundShop } from './prepare.ts'
import { labels, surcharge } from './small-shop.ts'
import { openWorld, type World } from './world.ts'

describe.skipIf(!hasPostgres())('Deploy, roll back, deploy again', () => {
  let open: OpenGround
  let world: World

  beforeAll(async () => {
    open = await openGround()
    world = await openWorld(open.ground, await builtLabels(open.ground, await foundShop(open.ground)))
    await world.dispatch('promote', { environment: 'integration', package: labels.package })
    await world.settle()
  })

  afterAll(async () => {
    await world.close()
    await open.close()
  })

  const prices = async (): Promise<string[]> =>
    (await world.sql('integration', 'select price::text as price from public.product order by id')).map((row) =>
      String(row['price']),
    )
  const history = async (): Promise<string[]> =>
    (await world.sql('integration', `select event from stagecoach.log where package = 'surcharge' order by seq`)).map((row) =>
      String(row['event']),
    )

  it('acts three times: nothing of the first deployment passes for the second', async () => {
    await world.push(surcharge)
    await world.settle()
    expect(await prices()).toEqual(['13.00', '21.00', '4.00'])

    await world.dispatch('rollback', { environment: 'integration', package: 'surcharge', reason: 'customers complain' })
    await world.settle()
    expect(await prices()).toEqual(['12.00', '20.00', '3.00'])
    const back = await finalState(world)

    await world.dispatch('gate', { act: 'release', environment: 'integration', package: 'surcharge', reason: 'they are content' })
    await world.settle()
    await world.dispatch('promote', { environment: 'integration', package: 'surcharge' })
    await world.settle()
    expect(await prices()).toEqual(['13.00', '21.00', '4.00'])
    expect(await history()).toEqual(['applied', 'undone', 'applied'])

    const again = await finalState(world)
    expect(again.ledger.filter((line) => line.startsWith('integration finished'))).toHaveLength(
      back.ledger.filter((line) => line.startsWith('integration finished')).length + 1,
    )
    expect(again.promotions.filter((line) => line.startsWith('promote/integration/surcharge'))).toHaveLength(2)
    expect(again.promotions.every((line) => line.endsWith(': merged'))).toBe(true)
    expect(again.application['integration']).not.toBe(back.application['integration'])
  })
})
