/** Visits every object of a parse tree with the key it stands under: `RangeVar`, `FuncCall`, `typeName`, … */
export function walk(tree: unknown, visit: (key: string, value: object) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit)
  } else if (typeof tree === 'object' && tree !== null) {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) visit(key, value)
      walk(value, visit)
    }
  }
}
