import ts from 'typescript'
import { roomOf } from '../lint/import-arrow.ts'
import { isTest, type SourceFile } from './source-file.ts'

/** How many files of a room import each of our packages, tests left out; lazy imports are marked. */
export function packageArrows(files: readonly SourceFile[]): Map<string, Map<string, number>> {
  const arrows = new Map<string, Map<string, number>>()
  for (const { path, text } of files.filter((file) => !isTest(file.path))) {
    const room = roomOf(path)
    if (room === undefined) continue
    const row = arrows.get(room) ?? new Map<string, number>()
    arrows.set(room, row)
    for (const name of importedPackages(text)) row.set(name, (row.get(name) ?? 0) + 1)
  }
  return arrows
}

function importedPackages(text: string): Set<string> {
  const { importedFiles } = ts.preProcessFile(text, true, true)
  const ours = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('@stagecoach/'))
  return new Set(ours.map((name) => name.split('/')[1] ?? ''))
}
