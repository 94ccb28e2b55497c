import { readFile } from 'node:fs/promises'

/** Every `stagecoach …` in the shell blocks of docs/adopt.md, as arguments; a plan's id stands as `<id>`. */
export async function documentedCalls(): Promise<string[]> {
  const page = await readFile(new URL('../../../docs/adopt.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1] ?? '')
  return blocks.flatMap((block) => [...block.matchAll(/^stagecoach (.*?)(?:\s+#.*)?$/gm)].map((match) => (match[1] ?? '').trim()))
}

/** Arguments as a person types them, with `<id>` for a plan's. */
export function typed(args: readonly string[]): string {
  return args
    .map((each) => (each.includes(' ') ? `"${each}"` : each))
    .join(' ')
    .replace(/--plan [0-9a-f]{12}\b/, '--plan <id>')
}
