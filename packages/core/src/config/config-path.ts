import { word } from '../foreign/trouble-words.ts'

export const defaultConfigPath = '.github/stagecoach.yml'

/** What writes a configuration at this path, for a shell. */
export function initCommand(path: string): string {
  return path === defaultConfigPath ? 'stagecoach init' : `stagecoach init --config ${word(path)}`
}
