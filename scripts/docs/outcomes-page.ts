/** The two closed lists of core as a page of the reference, in markdown before the formatter. */
export function outcomesPage(outcomes: Readonly<Record<string, string>>, reasons: Readonly<Record<string, string>>): string {
  return `# Outcomes and reasons

Written from \`packages/core/src/outcome.ts\` by \`npx vitest run scripts/docs -u\`; a test fails when they differ.

Every action sets the outputs \`outcome\`, \`reason\` and \`result\` whatever happens, and the command line program prints the same
document with \`--json\`. Branch on \`outcome\`; show \`reason\` to people. Nothing to do is an outcome, not an error.
The few outcomes that only a terminal has, and the exit codes there, are on the page of the [command line](../cli.md).

## Outcomes

${rows('Outcome', outcomes)}

## Reasons

Beside the outcome \`failed\` the reason is the code of the error instead.

${rows('Reason', reasons)}
`
}

function rows(title: string, list: Readonly<Record<string, string>>): string {
  const lines = Object.entries(list).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`)
  return [`| ${title} | Meaning |`, '| --- | --- |', ...lines].join('\n')
}
