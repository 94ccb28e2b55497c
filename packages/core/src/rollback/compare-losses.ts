/** What a person named against what a plan loses: every loss exactly once, in its own words, and nothing else. A form that has one line separates them by commas. Undefined when they agree. */
export function compareLosses(losses: readonly string[], named: readonly string[]): string | undefined {
  const entries = named.map(plain).flatMap((each) => (losses.includes(each) ? [each] : each.split(',').map(plain)))
  const given = entries.filter((each) => each !== '')
  const missing = losses.filter((each) => !given.includes(each))
  const strange = [...new Set(given)].filter((each) => !losses.includes(each))
  const twice = [...new Set(given.filter((each, index) => given.indexOf(each) !== index))]
  const parts = [
    ...(missing.length === 0 ? [] : [`Not named: ${missing.join(', ')}.`]),
    ...(strange.length === 0 ? [] : [`Named, and not lost: ${strange.join(', ')}.`]),
    ...(twice.length === 0 ? [] : [`Named twice: ${twice.join(', ')}.`]),
  ]
  return parts.length === 0 ? undefined : parts.join(' ')
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}
