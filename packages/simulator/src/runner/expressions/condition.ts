import type { Expr } from '@actions/expressions'
import { evaluate, parseExpression } from './evaluate.ts'
import type { Scope } from './evaluate.ts'
import { splitTemplate } from './template.ts'
import { isTruthy } from './value.ts'
import type { Value } from './value.ts'

const STATUS_FUNCTIONS = ['success', 'failure', 'always', 'cancelled']

/**
 * Decides an `if:`. Without one of the status functions GitHub puts `success() &&` before it
 * (https://docs.github.com/actions/reference/workflows-and-actions/expressions#status-check-functions).
 */
export function holds(condition: Value | undefined, scope: Scope): boolean {
  const text = conditionText(condition)
  if (text === '') return isTruthy(evaluate('success()', scope))
  const full = namesStatus(parseExpression(text, scope)) ? text : `success() && (${text})`
  return isTruthy(evaluate(full, scope))
}

/** An `if:` is an expression with or without `${{ }}`; text around the braces makes it a string, which is always true. */
function conditionText(condition: Value | undefined): string {
  if (condition === undefined || condition === null) return ''
  if (typeof condition !== 'string') return String(condition)
  const parts = splitTemplate(condition.trim())
  if (!parts.some((part) => part.kind === 'expression')) return condition.trim()
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return first.text.trim()
  const pieces = parts.map((part) => (part.kind === 'text' ? `'${part.text.replaceAll("'", "''")}'` : part.text))
  return `format('${pieces.map((_, index) => `{${index}}`).join('')}', ${pieces.join(', ')})`
}

function namesStatus(expression: unknown): boolean {
  if (typeof expression !== 'object' || expression === null) return false
  if (Array.isArray(expression)) return expression.some(namesStatus)
  const call = expression as Partial<{ functionName: { lexeme: string } }> & Partial<Expr>
  if (call.functionName !== undefined && STATUS_FUNCTIONS.includes(call.functionName.lexeme.toLowerCase())) return true
  return Object.values(expression).some(namesStatus)
}
