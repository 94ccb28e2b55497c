import tseslint from 'typescript-eslint'
import { importArrows } from './scripts/lint/import-arrows.ts'

const sources = ['packages/**/*.ts', 'actions/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts', 'vitest.config.ts']
const tests = [
  '**/*.test.ts',
  '**/testing/**/*.ts',
  'packages/cli/src/walk/**/*.ts',
  'test/**/*.ts',
  'scripts/bundle/fixture-checkout.ts',
]

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/lib/', 'release/', '.demo/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: sources,
    extends: [tseslint.configs.recommended],
    plugins: { house: { rules: { 'import-arrows': importArrows } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'house/import-arrows': 'error',
      ...suspicious(),
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': ['error', ...focusedOrSkipped()],
      'prefer-const': 'error',
    },
  },
  {
    files: sources,
    ignores: tests,
    rules: { 'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['packages/core/**/*.ts'],
    ignores: tests,
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'process', message: 'Core takes what it needs as arguments.' }],
      'no-restricted-imports': ['error', { paths: impure() }],
    },
  },
)

/** ESLint's own findings of code that cannot mean what it says. */
function suspicious() {
  const rules = [
    'no-async-promise-executor',
    'no-cond-assign',
    'no-constant-condition',
    'no-control-regex',
    'no-fallthrough',
    'no-misleading-character-class',
    'no-self-assign',
    'no-self-compare',
    'no-unreachable-loop',
    'no-unsafe-finally',
    'no-unsafe-optional-chaining',
    'no-useless-catch',
    'no-useless-escape',
  ]
  return Object.fromEntries(rules.map((rule) => [rule, 'error']))
}

/** A test left out by hand says nothing; a missing engine is said by `skipIf`, which counts as skipped. */
function focusedOrSkipped() {
  const selector = (property) => `CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name="${property}"]`
  return ['only', 'skip', 'todo'].map((property) => ({
    selector: selector(property),
    message: `A committed test is not "${property}".`,
  }))
}

/** Core decides; what touches the machine is an adapter's. */
function impure() {
  const modules = ['child_process', 'fs', 'fs/promises', 'http', 'https', 'net', 'os', 'process']
  return modules.flatMap((name) =>
    [name, `node:${name}`].map((path) => ({ name: path, message: 'Core takes ports, not the machine.' })),
  )
}
