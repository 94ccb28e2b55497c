/** The values that may not appear in any log, and the forms in which they usually leak. */
export class Masks {
  readonly #values = new Set<string>()
  #longestFirst: readonly string[] = []

  /** Adds a value; of a value with several lines each line too, since logs are masked line by line. */
  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) {
      if (part.trim() === '') continue
      for (const form of [part, part.trim(), jsonForm(part), encodeURIComponent(part), base64(part)]) this.#values.add(form)
    }
    this.#longestFirst = [...this.#values].sort((one, other) => other.length - one.length)
  }

  apply(text: string): string {
    return this.#longestFirst.reduce((masked, value) => masked.replaceAll(value, '***'), text)
  }

  hides(text: string): boolean {
    return this.apply(text) !== text
  }
}

function jsonForm(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
