import type { ByteQueue } from '../process/byte-queue.ts'

export interface MergeAnswer {
  status: string
  fields: string[]
}

/** Reads one answer of `git merge-tree --stdin`: status, tree, stages, an empty field, and after a conflict messages and another empty field. */
export function mergeAnswerReader(): (queue: ByteQueue) => MergeAnswer | undefined {
  const fields: string[] = []
  let status: string | undefined
  let expected = 0
  let inMessages = false
  const isLast = (field: string): boolean => {
    if (expected > 0) {
      expected -= 1
      return false
    }
    if (inMessages) {
      if (field === '') return true
      expected = Number(field) + 2
      return false
    }
    if (field !== '') return false
    inMessages = status !== '1'
    return status === '1'
  }
  return (queue) => {
    for (let bytes = queue.takeUntil(0); bytes !== undefined; bytes = queue.takeUntil(0)) {
      const field = bytes.toString('latin1')
      if (status === undefined) {
        status = field
        continue
      }
      const last = isLast(field)
      fields.push(field)
      if (last) return { status, fields }
    }
    return undefined
  }
}
