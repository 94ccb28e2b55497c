import { join } from 'node:path'
import { repositoryRoot } from '../repository-root.ts'

const inRoot = (path: string): string => join(repositoryRoot, 'node_modules', path)

/** Programs are started by their files with the running Node, so that no shell and no PATH comes between. */
export const vitestProgram = inRoot('vitest/vitest.mjs')
export const tscProgram = inRoot('typescript/bin/tsc')
export const eslintProgram = inRoot('eslint/bin/eslint.js')
export const prettierProgram = inRoot('prettier/bin/prettier.cjs')
