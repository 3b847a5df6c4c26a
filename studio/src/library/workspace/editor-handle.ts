/** A place in the text: offsets in UTF-16 units, `to` after the last one. */
export interface Range {
  from: number
  to: number
}

/** What stands in the place of `from` to `to`; offsets are those of the text before any of the changes. */
export interface Change extends Range {
  insert: string
}

/** Something said about a place, shown in the gutter and under the words. */
export interface Mark extends Range {
  severity: 'stop' | 'warn' | 'hint'
  message: string
  /** Offered where the mark is read; `name` is the verb of its button. */
  fix?: { name: string; apply: () => void }
}

/** What the panes beside the source may ask of the editor. It stays the same as long as its chapter is open. */
export interface EditorHandle {
  readonly chapterId: string
  /** The text as it stands, saved or not. */
  text(): string
  /** What is selected; nothing is when `from` equals `to`, the cursor. */
  selection(): Range & { text: string }
  /** Makes all changes as one act that Undo takes back. Does nothing where the person may only read. */
  replace(changes: readonly Change[]): void
  /** Puts the cursor into a line, counted from 1, scrolls there and takes the focus. */
  goTo(place: { line: number; column?: number }): void
  /** Selects a range, scrolls there and takes the focus. */
  goToOffset(from: number, to?: number): void
  /** Shows these marks in place of those before. They move with the text until the next ones. */
  setMarks(marks: readonly Mark[]): void
  /** Hears of every change of the text or the selection; gives the function that stops. Do little in it: it is called for each key. */
  onChange(listener: (change: { text: boolean; selection: boolean }) => void): () => void
  focus(): void
  /**
   * Saves what is not saved and gives the number of the version the text now is. Fails when the server does not answer
   * or the person has to choose between two texts first.
   */
  saved(): Promise<number>
  /** Reads the chapter anew, after something beside the editor changed it: its new text is taken over, and what is said of it. */
  refresh(): Promise<void>
}
