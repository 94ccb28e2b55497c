/** The values that may not appear in any log, and the forms in which they usually leak. */
export class Masks {
  readonly #values = new Set<string>()
  #longestFirst: readonly string[] = []

  /** Adds a value; of a value with several lines each line too, since logs are masked line by line. */
  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) {
      if (part.trim() === '') continue
      for (const form of [part, part.trim(), jsonForm(part), encodeURIComponent(part), ...base64Forms(part)])
        this.#values.add(form)
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

/** The value in base64, alone and inside a longer text at each of the three offsets, as in `user:password`. */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text)
  const inside = [0, 1, 2].map((skipped) => {
    const whole = bytes.subarray(skipped)
    return whole.subarray(0, whole.length - (whole.length % 3)).toString('base64')
  })
  return [bytes.toString('base64'), ...inside.filter((form) => form.length >= 8)]
}
