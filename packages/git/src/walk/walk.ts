import type { MergeResult, Oid } from '@stagecoach/core'
import type { OpenGit } from '../open-git.ts'
import { Developer } from './developer.ts'
import { expectWith } from './expect-with.ts'
import { isSure } from './expectation.ts'
import { Features, type Feature } from './features.ts'
import { contentOf, holding } from './product.ts'
import type { Environment, Snapshot, Version } from './product.ts'
import { Random } from './random.ts'
import { Repository } from './repository.ts'
import { expectSync, planSync, synced } from './sync-plan.ts'
import { revertLine, revertPackage } from './by-hand.ts'
import { countChange, emptyReport } from './walk-report.ts'
import type { WalkReport } from './walk-report.ts'

const weights = {
  feature: 5,
  version: 5,
  merge: 3,
  rebase: 2,
  promote: 14,
  drop: 4,
  rollback: 4,
  direct: 5,
  reset: 1,
  sync: 6,
  hand: 1,
  squash: 1,
  revert: 2,
  'take out': 2,
} as const

export async function walk(git: OpenGit, seed: number, operations: number): Promise<WalkReport> {
  const walker = new Walker(git, seed)
  await walker.begin()
  for (let index = 0; index < operations; index++) await walker.step()
  return walker.report
}

class Walker {
  readonly report = emptyReport()
  readonly #random: Random
  readonly #developer: Developer
  readonly #repository: Repository
  readonly #features: Features
  #environments: Environment[] = []

  constructor(git: OpenGit, seed: number) {
    this.#random = new Random(seed)
    this.#developer = new Developer(this.#random, 4, 40)
    this.#repository = new Repository(git)
    this.#features = new Features(this.#random, this.#developer, this.#repository)
  }

  async begin(): Promise<void> {
    const at: Snapshot = { direct: [], packages: new Map() }
    const root = await this.#repository.commit(await this.#repository.render(contentOf(this.#developer.births, at)), at, [])
    this.#environments = ['integration', 'qa', 'production'].map((name) => ({
      name,
      tip: root,
      at,
      baseline: { commit: root, at },
      hands: [],
      mergedByHand: false,
    }))
  }

  async step(): Promise<void> {
    this.report.operations += 1
    const verb = this.#random.weighted(weights)
    const environment = this.#random.pick(this.#environments)
    const feature = this.#random.pick(this.#features.all)
    if (environment === undefined) return
    if (verb === 'feature' || feature === undefined) return this.#note(await this.#features.begin(this.#production))
    switch (verb) {
      case 'version':
        return this.#note(await this.#features.goOn(feature, 'on its base', this.#production))
      case 'merge':
        return this.#note(await this.#features.goOn(feature, 'merging production', this.#production))
      case 'rebase':
        return this.#note(await this.#features.goOn(feature, 'on production', this.#production))
      case 'promote':
        return this.#promote(environment, feature)
      case 'drop':
        return this.#with(environment, this.#held(environment), () => undefined)
      case 'rollback':
        return this.#with(environment, this.#held(environment), (held) => this.#features.other(held))
      case 'direct':
        return this.#direct(environment)
      case 'reset':
        return this.#reset(environment)
      case 'sync':
        return this.#sync(environment)
      case 'hand':
        return this.#mergeByHand(environment, 'merge')
      case 'squash':
        return this.#mergeByHand(environment, 'squash')
      case 'revert':
        return this.#byHand(environment, revertLine(this.#random, environment.at), `revert a commit on ${environment.name}`)
      case 'take out':
        return this.#byHand(environment, revertPackage(this.#random, environment.at), `revert a package on ${environment.name}`)
    }
  }

  get #production(): Environment {
    const production = this.#environments.at(-1)
    if (production === undefined) throw new Error('the walk has not begun')
    return production
  }

  async #direct(environment: Environment): Promise<void> {
    const steps = this.#developer.change(environment.at, [], 1 + this.#random.below(2))
    const at = { ...environment.at, direct: [...environment.at.direct, ...steps] }
    const content = contentOf(this.#developer.births, at)
    if (content.broken.size > 0) return
    await this.#advance(environment, await this.#repository.render(content), at)
    environment.hands.push(environment.tip)
    this.#note(`direct commit on ${environment.name}`)
  }

  async #promote(environment: Environment, feature: Feature): Promise<void> {
    const version = this.#random.chance(0.7) ? feature.versions.at(-1) : this.#random.pick(feature.versions)
    const held = environment.at.packages.get(feature.name)
    if (version === undefined || version === held) return
    const content = await this.#repository.render(contentOf(this.#developer.births, environment.at))
    const result = await this.#repository.promote(environment, content, version)
    await this.#judge(environment, feature.name, version, result, `promote ${label(version)}`)
  }

  async #with(
    environment: Environment,
    held: Version | undefined,
    choose: (held: Version) => Version | undefined,
  ): Promise<void> {
    if (held === undefined) return
    const version = choose(held)
    if (version === held) return
    const name = held.ref.name
    const result = await this.#repository.with(environment, name, version)
    const what = version === undefined ? `drop ${label(held)}` : `roll back ${label(held)} to ${label(version)}`
    await this.#judge(environment, name, version, result, what)
  }

  /** Production and some of what the environment held, brought in one after another. */
  async #reset(environment: Environment): Promise<void> {
    if (environment === this.#production) return
    const kept = [...environment.at.packages.values()].filter(() => this.#random.chance(0.7))
    await this.#advance(environment, undefined, this.#production.at)
    this.#begin(environment)
    for (const version of kept) {
      const held = environment.at.packages.get(version.ref.name)
      if (held === version) continue
      const result = await this.#repository.with(environment, version.ref.name, version)
      await this.#judge(environment, version.ref.name, version, result, `reset with ${label(version)}`)
    }
  }

  /** Production's newer content comes down. */
  async #sync(environment: Environment): Promise<void> {
    const production = this.#production
    if (environment === production) return
    const plan = planSync(this.#random, environment.at, production.at, (a, b) => this.#features.isOlder(a, b))
    const births = this.#developer.births
    const content = await this.#repository.render(contentOf(births, environment.at))
    const result = await this.#repository.sync(environment, content, production, plan)
    const at = synced(environment.at, production.at, plan)
    const sure = !environment.mergedByHand && expectSync(births, environment, production.at, plan)
    if (await this.#count(environment, result, at, sure, `sync ${environment.name} with production`)) this.#begin(environment)
  }

  /** A person merges the default branch into the environment's, rightly, and nobody tells the state folder which production commit it was. Squashed, history does not tell it either. */
  async #mergeByHand(environment: Environment, how: 'merge' | 'squash'): Promise<void> {
    const production = this.#production
    if (environment === production) return
    const plan = planSync(this.#random, environment.at, production.at, (a, b) => this.#features.isOlder(a, b))
    const at = synced(environment.at, production.at, { ...plan, bring: [...plan.bring, ...plan.leaveOut], leaveOut: [] })
    const content = contentOf(this.#developer.births, at)
    if (content.broken.size > 0) return
    const tree = await this.#repository.render(content)
    const parents = how === 'merge' ? [environment.tip, production.tip] : [environment.tip]
    environment.tip = await this.#repository.commit(tree, at, parents)
    environment.hands.push(environment.tip)
    environment.at = at
    environment.mergedByHand = true
    this.#note(`${how} production into ${environment.name} by hand`)
  }

  async #byHand(environment: Environment, at: Snapshot | undefined, what: string): Promise<void> {
    if (at === undefined) return
    const content = contentOf(this.#developer.births, at)
    if (content.broken.size > 0) return
    await this.#advance(environment, await this.#repository.render(content), at)
    environment.hands.push(environment.tip)
    this.#note(what)
  }

  #begin(environment: Environment): void {
    const { tip, at } = this.#production
    environment.baseline = { commit: tip, at }
    environment.hands = []
    environment.mergedByHand = false
  }

  /** Holds a result against the model; a right and clean one becomes the environment's tip. */
  async #judge(
    environment: Environment,
    name: string,
    version: Version | undefined,
    result: MergeResult,
    what: string,
  ): Promise<void> {
    const at = holding(environment.at, name, version)
    const sure = isSure(expectWith(this.#developer.births, environment.at, name, version))
    await this.#count(environment, result, at, sure, `${what} in ${environment.name}`)
  }

  async #count(environment: Environment, result: MergeResult, at: Snapshot, sure: boolean, what: string): Promise<boolean> {
    const content = contentOf(this.#developer.births, at)
    const possible = content.broken.size === 0
    const exact = possible && result.tree === (await this.#repository.render(content))
    const conflicts = result.kind === 'conflicts'
    countChange(this.report, what, { conflicts, exact }, { possible, sure })
    if (conflicts || !exact) return false
    await this.#advance(environment, result.tree, at)
    return true
  }

  /** One parent: no feature becomes an ancestor of an environment. */
  async #advance(environment: Environment, content: Oid | undefined, at: Snapshot): Promise<void> {
    const tree = content ?? (await this.#repository.render(contentOf(this.#developer.births, at)))
    environment.tip = await this.#repository.commit(tree, at, [environment.tip])
    environment.at = at
  }

  #held(environment: Environment): Version | undefined {
    return this.#random.pick([...environment.at.packages.values()])
  }

  #note(text: string | undefined): void {
    if (text !== undefined) this.report.log.push(`${this.report.operations} ${text}`)
  }
}

function label(version: Version): string {
  return `${version.ref.name} ${version.ref.version}`
}
