/** Folds an unquoted name as PostgreSQL does in UTF-8: only A–Z (scansup.c, downcase_identifier). */
export function foldCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
