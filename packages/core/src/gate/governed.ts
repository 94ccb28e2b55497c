/** Whether a path says who may do what: the configuration, wherever it lies, and all in `.github/`. In any case: some file systems of runners know no difference. */
export function isGoverned(path: string, configuration: string): boolean {
  const asked = path.toLowerCase()
  return asked.startsWith('.github/') || asked === configuration.toLowerCase()
}
