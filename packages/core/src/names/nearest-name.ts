import { distance } from 'fastest-levenshtein'

/** The known name with the fewest slips between; undefined when none is near enough to be meant. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, slips: distance(text.toLowerCase(), name) })).sort((a, b) => a.slips - b.slips)
  const best = ranked[0]
  if (best === undefined || best.slips >= Math.max(text.length, best.name.length)) return undefined
  return best.slips <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined
}

/** A hint that names what was probably meant, before what else there is to say. */
export function didYouMean(text: string, names: readonly string[], otherwise: string): string {
  const near = nearestName(text, names)
  return near === undefined ? otherwise : `Did you mean \`${near}\`? ${otherwise}`
}
