import type { ActionSpec } from './define-action.ts'

/** The text of `action.yml`: generated, so that it never says something else than the code. */
export function renderActionYml(spec: ActionSpec): string {
  return [
    `# Generated from src/spec.ts by \`pnpm generate\`. Do not edit.`,
    `name: ${quote(`Stagecoach: ${spec.name}`)}`,
    `description: ${quote(spec.description)}`,
    'author: Stagecoach',
    'inputs:',
    ...Object.entries(spec.inputs).flatMap(([name, input]) => [
      `  ${name}:`,
      `    description: ${quote(`${input.description} Allowed: ${input.allowed}.`)}`,
      `    required: ${input.required}`,
      ...(input.default === undefined ? [] : [`    default: ${quote(input.default)}`]),
    ]),
    'outputs:',
    ...Object.entries(spec.outputs).flatMap(([name, description]) => [`  ${name}:`, `    description: ${quote(description)}`]),
    'runs:',
    '  using: node24',
    '  main: dist/index.js',
    'branding:',
    '  icon: truck',
    '  color: orange',
    '',
  ].join('\n')
}

/** A YAML scalar in the quotes that formatters prefer; JSON strings are YAML's double-quoted ones (YAML 1.2, §5.7). */
function quote(text: string): string {
  return /^[^'\\\p{C}]*$/u.test(text) ? `'${text}'` : JSON.stringify(text)
}
