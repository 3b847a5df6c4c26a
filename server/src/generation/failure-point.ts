/** The places where a crash is most likely to hurt; tests stop the process there. */
export type FailurePoint =
  | 'call-started'
  | 'call-reserved'
  | 'call-answered'
  | 'call-recorded'
  | 'plan-saved'
  | 'codex-saved'
  | 'chapter-saved'
  | 'chapters-finished'
  | 'consistency-saved'
  | 'vectors-answered'
  | 'vectors-saved'
  | 'picture-kept'
  | 'wish-answered'
  | 'remediation-applied'
  | 'import-read'
  | 'export-rendered'
  | 'export-kept'
  | 'book-pushed'
  | 'edits-saved'

let handler: ((point: FailurePoint) => Promise<void> | void) | undefined

/** Does nothing unless a test has put something here. */
export async function failurePoint(point: FailurePoint): Promise<void> {
  await handler?.(point)
}

/** For tests: calls back whenever the work passes a failure point. */
export function onFailurePoint(callback: typeof handler): void {
  handler = callback
}
