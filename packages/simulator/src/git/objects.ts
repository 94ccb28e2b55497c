import type { BareRepository } from './bare-repository.ts'
import type { GitObject, ObjectFacts } from './object-reader.ts'

const fullId = /^[0-9a-f]{40}$/

/** Type and size of an object, undefined when it is not there. */
export async function objectFacts(bare: BareRepository, id: string): Promise<ObjectFacts | undefined> {
  if (!fullId.test(id)) return undefined
  try {
    return await bare.facts.of(id, async () => {
      const facts = await bare.objects.info(id)
      if (facts === undefined) throw new MissingObject(id)
      return facts
    })
  } catch (error) {
    if (error instanceof MissingObject) return undefined
    throw error
  }
}

export async function objectType(bare: BareRepository, id: string): Promise<string | undefined> {
  return (await objectFacts(bare, id))?.type
}

/** The commit that an object id leads to, through annotated tags; undefined when there is none. */
export async function peelToCommit(bare: BareRepository, id: string): Promise<string | undefined> {
  const type = await objectType(bare, id)
  if (type === undefined || type === 'commit') return type && id
  return type === 'tag' ? (await bare.objects.info(`${id}^{commit}`))?.sha : undefined
}

/** An object of one type. Throws MissingObject when it is another or not there. */
export async function readObject(bare: BareRepository, id: string, type: string): Promise<GitObject> {
  const object = fullId.test(id) ? await bare.objects.contents(`${id}^{${type}}`) : undefined
  if (object === undefined) throw new MissingObject(id)
  return object
}

export class MissingObject extends Error {
  constructor(id: string) {
    super(`There is no such object: "${id}".`)
    this.name = 'MissingObject'
  }
}
