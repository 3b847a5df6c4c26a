import { type Diagnostic, linter, lintGutter, setDiagnostics } from '@codemirror/lint'
import type { EditorState, TransactionSpec } from '@codemirror/state'
import type { Mark } from '../editor-handle.ts'

const severities = { stop: 'error', warn: 'warning', hint: 'info' } as const

/** What shows marks: signs in the gutter, lines under the words, and what they say under the pointer. */
export const marksShown = [linter(null), lintGutter()]

/** Shows these marks and no others. Places beyond the text are those at its end. */
export function marksAre(state: EditorState, marks: readonly Mark[]): TransactionSpec {
  const { length } = state.doc
  const diagnostics: Diagnostic[] = marks.map(({ from, to, severity, message, fix }) => ({
    from: Math.min(from, length),
    to: Math.min(Math.max(from, to), length),
    severity: severities[severity],
    message,
    ...(fix && { actions: [{ name: fix.name, apply: () => fix.apply() }] }),
  }))
  return setDiagnostics(state, diagnostics)
}
