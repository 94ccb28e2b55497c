/** Whether a path lies in `.github/`, where it says who may do what. In any case: some file systems of runners know no difference. */
export function isGoverned(path: string): boolean {
  return path.toLowerCase().startsWith('.github/')
}
