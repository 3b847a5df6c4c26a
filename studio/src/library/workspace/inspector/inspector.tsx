import type { Book } from '../../book.ts'
import type { Chapter } from '../../chapter.ts'
import type { EditorHandle } from '../editor-handle.ts'

/** What is known about the open chapter: findings, evidence, versions, notes. It fills its pane, head and all. */
export function Inspector(_: { book: Book; chapter: Chapter; editor: EditorHandle }) {
  return <div className="pane__body" />
}
