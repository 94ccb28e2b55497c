import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, bringToProduction, bringToQa } from '../../story/chapters/moves.ts'
import type { EnvironmentName, StoryEngineName } from '../../story/stage/databases.ts'
import type { Login } from '../../story/stage/people.ts'
import type { Stage } from '../../story/stage/stage.ts'
import { fileAt, packagesOf, treeOf } from '../look/branch.ts'
import { hasTable, logOf, stateOf, valueOf } from '../look/database.ts'
import { ledgerRecords } from '../look/ledger-records.ts'
import { during, pushBranch, type Woken } from '../stage/push-branch.ts'
import { startingInQa } from '../stage/smaller-shops.ts'
import { openTemporaryStage, type TemporaryStage } from '../stage/temporary-stage.ts'
import { badges, notes, stamps } from './features.ts'

const patience = 20 * 60_000
const anySupplier = 'id = (select min(id) from public.supplier)'
const bothLosses = 'column public.supplier.lead_time_days, table public.stamp'
const branches = { integration: 'env/integration', qa: 'env/qa', production: 'main' } as const

/** Starts the rollback workflow, as maya does, and lets everything follow. */
function rollBack(
  stage: Stage,
  environment: EnvironmentName,
  inputs: Readonly<Record<string, string>>,
  who: Login = 'maya',
): Promise<Woken> {
  return during(stage, async () => {
    const all = { environment, reason: 'customers complain', ...inputs }
    await stage.rest(who).dispatch('stagecoach-rollback.yml', all)
    await stage.settle()
  })
}

async function release(stage: Stage, environment: EnvironmentName, name: string): Promise<void> {
  await act(stage, 'maya', { act: 'release', environment, package: name, reason: 'customers were told' })
}

async function expectNoDrift(stage: Stage, environment: EnvironmentName): Promise<void> {
  const { code, stdout } = await stage.cli('maya', ['drift', environment])
  expect([code, stdout]).toEqual([0, expect.stringContaining('is as it was recorded')])
}

async function held({ bare }: Stage, environment: EnvironmentName): Promise<string[]> {
  return [...(await packagesOf(bare, branches[environment])).keys()]
}

/** Production and qa taken back by hand and forward again, on one engine; a test stands on the ones before it. */
export function rollBackByHand(engine: StoryEngineName): void {
  let opened: TemporaryStage | undefined
  const stage = (): Stage => {
    if (opened === undefined) throw new Error('There is no stage.')
    return opened.stage
  }
  beforeAll(async () => {
    opened = await openTemporaryStage(engine, { configure: startingInQa })
    for (const feature of [badges, stamps]) {
      await pushBranch(opened.stage, 'ada', feature)
      await bringToQa(opened.stage, feature.name)
      await bringToProduction(opened.stage, feature.name)
    }
  }, patience)
  afterAll(() => opened?.close())
  const step = (title: string, play: () => Promise<void>): void => it(title, play, patience)

  describe(`rolling back by hand on the ${engine} engine`, () => {
    let product = ''
    step('shows the plan of production, and changes nothing', async () => {
      expect(await held(stage(), 'production')).toEqual(['badges', 'stamps'])
      const before = await stateOf(stage().databases, 'production')
      const records = (await ledgerRecords(stage().bare)).length
      const { said, conclusions } = await rollBack(stage(), 'production', { 'dry-run': 'true' }, 'ada')
      expect(conclusions('Stagecoach rollback')).toEqual(['success'])
      expect(said).toContain('Plan undo: every undo script was proved on a copy of this database.')
      expect(said).toContain('undo stamps/0002_longer_lead')
      expect(await stateOf(stage().databases, 'production')).toEqual(before)
      expect((await ledgerRecords(stage().bare)).length).toBe(records)
    })

    step('is refused to a writer before anything is recorded: production is for who may overrule a gate', async () => {
      const records = (await ledgerRecords(stage().bare)).length
      const { said, conclusions } = await rollBack(stage(), 'production', {}, 'ada')
      expect(conclusions('Stagecoach rollback')).toEqual(['failure'])
      expect(said).toContain("ada has the role 'write' here, and a rollback of production by hand wants admin or maintain.")
      expect((await ledgerRecords(stage().bare)).length).toBe(records)
    })

    step('refuses to lose the rows that came since, until exactly they are named', async () => {
      product = await treeOf(stage().bare, 'main', 'docs')
      await stage().databases.rows('production', `insert into public.stamp values (1, 'first')`)
      // The undo of 0002 would take a day off this one, too.
      await stage().databases.rows('production', `update public.supplier set lead_time_days = 99 where ${anySupplier}`)
      const before = await stateOf(stage().databases, 'production')
      for (const [named, said] of [
        ['', 'Not named: column public.supplier.lead_time_days, table public.stamp.'],
        ['table public.stamp', 'Not named: column public.supplier.lead_time_days.'],
        [
          'table public.product, table public.stamp',
          'Not named: column public.supplier.lead_time_days. Named, and not lost: table public.product.',
        ],
        [`${bothLosses}, table public.badge`, 'Named, and not lost: table public.badge.'],
      ] as const) {
        const woken = await rollBack(stage(), 'production', named === '' ? {} : { 'allow-data-loss': named })
        expect(woken.said).toContain(said)
      }
      expect(await stateOf(stage().databases, 'production')).toEqual(before)
      expect(await held(stage(), 'production')).toEqual(['badges', 'stamps'])
    })

    step('brings production back to its previous state when they are named', async () => {
      const lead = Number(await valueOf(stage().databases, 'production', 'select sum(lead_time_days) from public.supplier'))
      const suppliers = Number(await valueOf(stage().databases, 'production', 'select count(*) from public.supplier'))
      const { conclusions } = await rollBack(stage(), 'production', { 'allow-data-loss': bothLosses })
      expect(conclusions('Stagecoach rollback')).toEqual(['success'])
      expect(conclusions('Stagecoach deploy')).toEqual(['success'])
      const { databases } = stage()
      expect(await hasTable(databases, 'production', 'stamp')).toBe(false)
      expect(await hasTable(databases, 'production', 'badge')).toBe(true)
      const now = Number(await valueOf(databases, 'production', 'select sum(lead_time_days) from public.supplier'))
      expect(lead - now).toBe(suppliers)
      expect(await held(stage(), 'production')).toEqual(['badges'])
      expect(await fileAt(stage().bare, 'main', 'docs/stamps.md')).toBeUndefined()
      await expectNoDrift(stage(), 'production')
      const rollbacks = (await ledgerRecords(stage().bare)).filter((each) => each.kind === 'rollback')
      expect(rollbacks.at(-1)).toMatchObject({ state: 'repaired', plan: 'data-losing', losses: bothLosses.split(', ') })
    })

    step('rolls production forward again when the hold is released', async () => {
      const built = await releases(stage())
      await bringToProductionAgain(stage(), 'stamps')
      // The same content as before: its release is fetched, and not built again.
      expect(await releases(stage())).toBe(built)
      expect(await held(stage(), 'production')).toEqual(['badges', 'stamps'])
      expect(await treeOf(stage().bare, 'main', 'docs')).toBe(product)
      expect(await logOf(stage().databases, 'production', 'stamps')).toEqual([
        'applied 0001_stamp',
        'applied 0002_longer_lead',
        'undone 0002_longer_lead',
        'undone 0001_stamp',
        'applied 0001_stamp',
        'applied 0002_longer_lead',
      ])
      await expectNoDrift(stage(), 'production')
    })

    step('leaves structures that harm nobody, and finds them again on the way forward', async () => {
      await pushBranch(stage(), 'ada', notes)
      await bringToQa(stage(), 'notes')
      const { databases } = stage()
      await databases.rows('qa', `insert into public.note values (1, 'kept')`)
      const { conclusions } = await rollBack(stage(), 'qa', {})
      expect(conclusions('Stagecoach rollback')).toEqual(['success'])
      expect(await held(stage(), 'qa')).toEqual(['badges', 'stamps'])
      await expectNoDrift(stage(), 'qa')
      await release(stage(), 'qa', 'notes')
      await bringToQa(stage(), 'notes')
      expect(await held(stage(), 'qa')).toEqual(['badges', 'notes', 'stamps'])
      expect(await logOf(databases, 'qa', 'notes')).toEqual(['applied 0001_note', 'left-behind 0001_note'])
      expect(await valueOf(databases, 'qa', 'select text from public.note')).toBe('kept')
      await expectNoDrift(stage(), 'qa')
    })

    step('takes one package from under later ones, when what stays is built', async () => {
      const { databases } = stage()
      const built = await releases(stage())
      const first = await rollBack(stage(), 'qa', { package: 'badges' })
      expect(first.said).toContain('its release comes first. Nothing was changed.')
      expect(await held(stage(), 'qa')).toEqual(['badges', 'notes', 'stamps'])
      expect(await releases(stage())).toBe(built + 1)
      const second = await rollBack(stage(), 'qa', { package: 'badges' })
      expect(second.conclusions('Stagecoach deploy')).toEqual(['success'])
      expect(await held(stage(), 'qa')).toEqual(['notes', 'stamps'])
      expect(await fileAt(stage().bare, 'env/qa', 'docs/badges.md')).toBeUndefined()
      expect(await fileAt(stage().bare, 'env/qa', 'docs/notes.md')).toBeDefined()
      expect(await hasTable(databases, 'qa', 'badge')).toBe(true)
      expect(await logOf(databases, 'qa', 'badges')).toEqual(['applied 0001_badge', 'left-behind 0001_badge'])
      await expectNoDrift(stage(), 'qa')
    })
  })
}

async function releases({ bare }: Stage): Promise<number> {
  return (await ledgerRecords(bare)).filter((each) => each.kind === 'release').length
}

/** As bringToProduction, after a release of the hold has been refused once. */
async function bringToProductionAgain(stage: Stage, name: string): Promise<void> {
  const refused = await during(stage, () => bringToProduction(stage, name).catch(() => undefined))
  expect(refused.said).toContain(`is held in production`)
  await release(stage, 'production', name)
  await bringToProduction(stage, name)
}
