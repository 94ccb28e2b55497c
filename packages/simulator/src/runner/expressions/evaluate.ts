import { Evaluator, Lexer, Parser, data } from '@actions/expressions'
import type { Expr } from '@actions/expressions'
import { fromData, toData } from './value.ts'
import type { Value } from './value.ts'

export interface ExpressionFunction {
  readonly minimum: number
  readonly maximum: number
  readonly call: (...values: string[]) => Value
}

/** What an expression may see: its contexts and the functions that depend on the place it stands in. */
export interface Scope {
  readonly contexts: { readonly [name: string]: Value }
  readonly functions: { readonly [name: string]: ExpressionFunction }
}

export class ExpressionProblem extends Error {
  readonly code = 'expression-invalid'
}

/** Parses an expression without its `${{ }}`; names outside the scope are errors, as on GitHub. */
export function parseExpression(text: string, scope: Scope): Expr {
  try {
    const functions = Object.entries(scope.functions).map(([name, { minimum, maximum }]) => ({
      name,
      minArgs: minimum,
      maxArgs: maximum,
    }))
    const parsed: Expr | undefined = new Parser(new Lexer(text).lex().tokens, Object.keys(scope.contexts), functions).parse()
    if (parsed === undefined) throw new Error('An expression was expected')
    return parsed
  } catch (error) {
    throw new ExpressionProblem(`The expression is not valid: ${messageOf(error)}: "${text.trim()}"`, { cause: error })
  }
}

/** Evaluates an expression without its `${{ }}`. */
export function evaluate(text: string, scope: Scope): Value {
  const expression = parseExpression(text, scope)
  // Contexts that the text does not name are left out: an event's payload is large.
  const named = Object.entries(scope.contexts).filter(([name]) => text.toLowerCase().includes(name.toLowerCase()))
  const contexts = new data.Dictionary(...named.map(([key, value]) => ({ key, value: toData(value) })))
  const functions = new Map(
    Object.entries(scope.functions).map(([name, { minimum, maximum, call }]) => [
      name.toLowerCase(),
      {
        name,
        minArgs: minimum,
        maxArgs: maximum,
        call: (...values: data.ExpressionData[]) => toData(call(...values.map((value) => value.coerceString()))),
      },
    ]),
  )
  try {
    return fromData(new Evaluator(expression, contexts, functions).evaluate())
  } catch (error) {
    throw new ExpressionProblem(`The expression failed: ${messageOf(error)}: "${text.trim()}"`, { cause: error })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
