import { type RuleId, rules } from './rules.ts'

/** `error`: readers get something broken; `warning`: they will stumble; `info`: an editor would look at it. */
export const severities = ['error', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

/** What an audit has to say about one place. Lines and columns from 1, columns in UTF-16 code units. */
export interface Finding {
  rule: RuleId
  severity: Severity
  /** What is wrong here and what to do about it. */
  message: string
  /** The page, as its caller named it. */
  file?: string
  line: number
  column: number
  /** Where it ends, exclusive; absent when only its beginning is known. */
  endLine?: number
  endColumn?: number
}

/** Where a finding stands. */
export type Spot = Pick<Finding, 'line' | 'column' | 'endLine' | 'endColumn'>

export function finding(rule: RuleId, spot: Spot, message: string): Finding {
  return { rule, severity: rules[rule].severity, message, ...spot }
}

/** In the order of the text. */
export function byPlace(a: Finding, b: Finding): number {
  return a.line - b.line || a.column - b.column
}
