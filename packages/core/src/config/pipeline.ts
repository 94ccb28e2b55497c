/** A stop and what it comes after. */
export interface Stop {
  name: string
  after: readonly string[]
}

/** Each after all of its `after`, ties in the order given. What lies on a cycle, or behind one, is left out; unknown names are no obstacle. */
export function pipelineOrder<S extends Stop>(stops: readonly S[]): S[] {
  const names = new Set(stops.map((stop) => stop.name))
  const placed = new Set<string>()
  const order: S[] = []
  for (;;) {
    const next = stops.find((stop) => !placed.has(stop.name) && stop.after.every((name) => placed.has(name) || !names.has(name)))
    if (next === undefined) return order
    placed.add(next.name)
    order.push(next)
  }
}

/** Every stop that comes before this one, however far. */
export function stopsBefore(stops: readonly Stop[], name: string): Set<string> {
  const before = new Set<string>()
  const visit = (each: string): void => {
    for (const earlier of stops.find((stop) => stop.name === each)?.after ?? []) {
      if (before.has(earlier)) continue
      before.add(earlier)
      visit(earlier)
    }
  }
  visit(name)
  return before
}

/** Stops that lie on a cycle: each comes before itself. */
export function stopsOnCycles<S extends Stop>(stops: readonly S[]): S[] {
  return stops.filter((stop) => stopsBefore(stops, stop.name).has(stop.name))
}
