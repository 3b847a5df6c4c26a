/** `error`: readers get something broken; `warning`: they will stumble; `info`: an editor would look at it. */
export const severities = ['error', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

/** What an audit has to say about one place. Lines and columns from 1, columns in UTF-16 code units. */
export interface Finding {
  /** The id of a rule of the registry. */
  rule: string
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
