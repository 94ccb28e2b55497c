/** Something that must never be: `kind` is what two failures have in common when they are the same one. */
export class Violation extends Error {
  readonly kind: string

  constructor(kind: string, message: string) {
    super(`${kind}: ${message}`)
    this.name = 'Violation'
    this.kind = kind
  }
}
