/**
 * The chapter as its readers see it, in step with the cursor. `text` is the text as it stands, `line` the cursor's line
 * counted from 1; `onLine` leads the editor to a line.
 */
export function Preview(_: {
  bookId: string
  chapterId: string
  text: string
  line: number
  onLine: (line: number) => void
}) {
  return <div className="pane__body" />
}
