import type { Oid } from '@stagecoach/core'
import type { Developer } from './developer.ts'
import type { Step } from './model.ts'
import { contentOf, holding } from './product.ts'
import type { Environment, Snapshot, Version } from './product.ts'
import type { Random } from './random.ts'
import type { Repository } from './repository.ts'

export interface Feature {
  name: string
  versions: Version[]
  head: Oid
}

/** Feature branches, cut from production, and what was built of them. Each method answers with what happened, or nothing. */
export class Features {
  readonly all: Feature[] = []
  readonly #random: Random
  readonly #developer: Developer
  readonly #repository: Repository

  constructor(random: Random, developer: Developer, repository: Repository) {
    this.#random = random
    this.#developer = developer
    this.#repository = repository
  }

  async begin({ tip, at }: Environment): Promise<string | undefined> {
    const feature: Feature = { name: `feature-${this.all.length}`, versions: [], head: tip }
    this.all.push(feature)
    return this.#build(feature, this.#developer.change(at, [], 1 + this.#random.below(4)), tip, at, [tip])
  }

  /** Its next version, by more commits, a merge of production, or a rebase. */
  async goOn(
    feature: Feature,
    how: 'on its base' | 'merging production' | 'on production',
    { tip, at }: Environment,
  ): Promise<string | undefined> {
    const last = feature.versions.at(-1)
    if (last === undefined) return undefined
    const [base, ground] = how === 'on its base' ? [last.ref.base, last.base] : [tip, at]
    const kept =
      how === 'on its base' ? last.steps : this.#developer.carry(last.steps, at, feature.name, at.packages.get(feature.name))
    if (kept === undefined) return undefined
    const steps = this.#developer.change(holding(ground, feature.name, undefined), kept, this.#random.below(3))
    const parents = how === 'on production' ? [tip] : how === 'on its base' ? [feature.head] : [feature.head, tip]
    return this.#build(feature, steps, base, ground, parents)
  }

  async #build(
    feature: Feature,
    steps: readonly Step[],
    base: Oid,
    ground: Snapshot,
    parents: Oid[],
  ): Promise<string | undefined> {
    const births = this.#developer.births
    const at = holding(ground, feature.name, undefined)
    const content = contentOf(births, { ...at, direct: [...at.direct, ...steps] })
    if (content.broken.size > 0) return undefined
    // The branch carries production's set, as git gave it to the feature.
    feature.head = await this.#repository.commit(await this.#repository.render(content), ground, parents)
    const ref = this.#repository.newRef(feature.name, feature.versions.length, feature.head, base)
    feature.versions.push({ ref, steps, base: ground })
    return `build ${ref.name} ${ref.version}`
  }

  /** Another version of the same feature. */
  other(held: Version): Version | undefined {
    const feature = this.all.find((each) => each.name === held.ref.name)
    return this.#random.pick(feature?.versions.filter((version) => version !== held) ?? [])
  }

  isOlder(a: Version, b: Version): boolean {
    const versions = this.all.find((each) => each.name === a.ref.name)?.versions ?? []
    return versions.indexOf(a) < versions.indexOf(b)
  }
}
