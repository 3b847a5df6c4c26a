import { type ChangeSet, Compartment, EditorState, Transaction, type TransactionSpec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { queryClient } from '../../../api/query-client.ts'
import type { Unsent } from '../../../app/unsent.ts'
import { type Chapter, chapterQuery } from '../../chapter.ts'
import type { Change, EditorHandle, Mark } from '../editor-handle.ts'
import { addWritten, type Goal, readGoal } from './goal.ts'
import { chosenKeys, type KeySet, loadKeys, rememberKeys } from './key-sets.ts'
import { marksAre } from './marks.ts'
import { othersAre } from './others.ts'
import { type Other, PresenceRounds } from './presence.ts'
import { lf, Saver, type SaveState } from './saving/saver.ts'
import { setup } from './setup.ts'
import { Store } from './store.ts'
import { type Section, survey } from './survey.ts'

/** What the panes show of an open chapter. It follows the keys after a moment, so that no key waits for it. */
export interface ChapterState {
  chapter: Chapter
  save: SaveState
  text: string
  line: number
  column: number
  words: number
  sections: readonly Section[]
  others: readonly Other[]
  goal: Goal
  keys: KeySet
}

export interface OpenWith {
  userId: string
  /** A version nobody has saved, kept in this browser. */
  unsent: Unsent | undefined
  language: string
  mayEdit: boolean
  settings: { fontSize: number; lineNumbers: boolean; autosaveSeconds: number }
}

/** How long the panes wait for the cursor, for the text, and for what takes reading all of it. Milliseconds. */
const [cursorMs, textMs, surveyMs] = [60, 200, 500]

/** A chapter that is open: its editor, its saving, who else is there. It is made once and closed once. */
export class OpenChapter {
  readonly state: Store<ChapterState>
  readonly mayEdit: boolean
  readonly view: EditorView
  readonly handle: EditorHandle
  readonly #userId: string
  readonly #saver: Saver
  readonly #presence: PresenceRounds
  readonly #keys = new Compartment()
  readonly #listeners = new Set<(change: { text: boolean; selection: boolean }) => void>()
  #timers: Partial<Record<'cursor' | 'text' | 'survey', ReturnType<typeof setTimeout>>> = {}
  /** Words that are not of this person's hand. */
  #foreignWords = 0
  /** The text after the editor was taken away, as long as something is on its way to the server. */
  #closed: EditorState | undefined

  constructor(chapter: Chapter, { userId, unsent, language, mayEdit, settings }: OpenWith) {
    this.mayEdit = mayEdit
    this.#userId = userId
    const text = unsent ? lf(unsent.text) : lf(chapter.content)
    const { words, sections } = survey(text)
    this.view = new EditorView({
      state: EditorState.create({
        doc: text,
        extensions: [
          this.#keys.of([]),
          setup({
            bookId: chapter.bookId,
            label: `Source of ${chapter.title}`,
            language,
            mayEdit,
            fontSize: settings.fontSize,
            numbered: settings.lineNumbers,
            save: () => void this.save(),
          }),
        ],
      }),
      dispatchTransactions: (transactions, view) => this.#update(transactions, view),
    })
    this.state = new Store<ChapterState>({
      chapter,
      save: { kind: 'saved', at: chapter.lastEditedAt, version: chapter.version },
      ...{ text, line: 1, column: 1, words, sections, others: [], goal: readGoal(userId), keys: 'plain' },
    })
    this.#saver = new Saver(
      chapter,
      {
        text: () => this.#now().doc.toString(),
        takeOver: changes => this.#takeOver(changes),
        onState: save => this.state.set({ save }),
        onChapter: saved => this.#know(saved),
      },
      { userId, autosaveSeconds: settings.autosaveSeconds, unsent },
    )
    this.#presence = new PresenceRounds(chapter.id, ({ version, others }) => {
      this.state.set({ others })
      this.view.dispatch({ effects: othersAre(others) })
      if (this.mayEdit || !this.#saver.isDirty) void this.#saver.pull(version)
    })
    this.handle = this.#makeHandle(chapter.id)
    this.view.contentDOM.addEventListener('blur', this.#autosave)
    document.addEventListener('visibilitychange', this.#left)
    addEventListener('pagehide', this.#left)
    addEventListener('beforeunload', this.#ask)
    void this.chooseKeys(chosenKeys())
  }

  /** Saves for the history. */
  save(): Promise<void> {
    return this.mayEdit ? this.#saver.save({ autosave: false }) : Promise.resolve()
  }

  /** Ends a conflict. */
  settle: Saver['settle'] = choices => this.#saver.settle(choices)

  /** Gives the editor the keys of another one, from now on. */
  async chooseKeys(keys: KeySet): Promise<void> {
    rememberKeys(keys)
    const extension = await loadKeys(keys)
    if (this.#closed) return
    this.view.dispatch({ effects: this.#keys.reconfigure(extension) })
    this.state.set({ keys })
  }

  /** Shows another goal for today. */
  setGoal(goal: Goal): void {
    this.state.set({ goal })
  }

  /** Takes the editor away. What is not saved goes on its way, and is kept here until it has arrived. */
  close(): void {
    this.#closed = this.view.state
    for (const timer of Object.values(this.#timers)) clearTimeout(timer)
    document.removeEventListener('visibilitychange', this.#left)
    removeEventListener('pagehide', this.#left)
    removeEventListener('beforeunload', this.#ask)
    this.#presence.close()
    this.#listeners.clear()
    this.#tally()
    this.view.destroy()
    this.#saver.close()
  }

  readonly #autosave = (): void => {
    if (!this.#closed && this.mayEdit) void this.#saver.save({ autosave: true })
  }

  readonly #left = (): void => {
    if (document.visibilityState === 'visible') return
    void this.#saver.keep()
    this.#autosave()
  }

  readonly #ask = (event: BeforeUnloadEvent): void => {
    if (this.#saver.isAtRisk) event.preventDefault()
  }

  #now(): EditorState {
    return this.#closed ?? this.view.state
  }

  #update(transactions: readonly Transaction[], view: EditorView): void {
    view.update(transactions)
    let text = false
    let selection = false
    for (const transaction of transactions) {
      if (transaction.docChanged) {
        text = true
        this.#saver.edited(transaction.changes, !transaction.annotation(Transaction.remote))
      }
      if (transaction.selection) selection = true
    }
    if (!text && !selection) return
    for (const listener of this.#listeners) listener({ text, selection })
    this.#soon('cursor', cursorMs, this.#point)
    if (text) {
      clearTimeout(this.#timers.text)
      clearTimeout(this.#timers.survey)
      this.#soon('text', textMs, () => this.state.set({ text: this.view.state.doc.toString() }))
      this.#soon('survey', surveyMs, this.#tally)
    }
  }

  #soon(name: 'cursor' | 'text' | 'survey', ms: number, act: () => void): void {
    const { [name]: waiting } = this.#timers
    if (waiting !== undefined && name === 'cursor') return
    this.#timers[name] = setTimeout(() => {
      this.#timers[name] = undefined
      act()
    }, ms)
  }

  readonly #point = (): void => {
    const { doc, selection } = this.view.state
    const line = doc.lineAt(selection.main.head)
    this.#presence.moved(line.number)
    this.state.set({ line: line.number, column: selection.main.head - line.from + 1 })
  }

  readonly #tally = (): void => {
    const { words: before } = this.state.get()
    const { words, sections } = survey(this.#now().doc.toString())
    const own = words - before - this.#foreignWords
    this.#foreignWords = 0
    const goal = own === 0 ? readGoal(this.#userId) : addWritten(this.#userId, own)
    this.state.set({ words, sections, goal })
  }

  #takeOver(changes: ChangeSet): void {
    const spec: TransactionSpec = {
      changes,
      annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
    }
    if (this.#closed) {
      this.#closed = this.#closed.update({ changes, filter: false }).state
      return
    }
    const before = survey(this.view.state.doc.toString()).words
    this.view.dispatch(spec)
    this.#foreignWords += survey(this.view.state.doc.toString()).words - before
  }

  #know(chapter: Chapter): void {
    this.state.set({ chapter })
    queryClient.setQueryData(chapterQuery(chapter.id).queryKey, chapter)
  }

  #makeHandle(chapterId: string): EditorHandle {
    const { view } = this
    const goToOffset = (from: number, to = from): void => {
      const { length } = view.state.doc
      const [anchor, head] = [Math.min(from, length), Math.min(to, length)]
      view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      view.focus()
    }
    return {
      chapterId,
      text: () => this.#now().doc.toString(),
      selection: () => {
        const { from, to } = view.state.selection.main
        return { from, to, text: view.state.sliceDoc(from, to) }
      },
      replace: (changes: readonly Change[]) => {
        if (this.mayEdit) view.dispatch({ changes: [...changes], userEvent: 'input', scrollIntoView: true })
      },
      goTo: ({ line, column = 1 }) => {
        const { doc } = view.state
        const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)))
        goToOffset(Math.min(from + column - 1, to))
      },
      goToOffset,
      setMarks: (marks: readonly Mark[]) => {
        if (!this.#closed) view.dispatch(marksAre(view.state, marks))
      },
      onChange: listener => {
        this.#listeners.add(listener)
        return () => this.#listeners.delete(listener)
      },
      focus: () => view.focus(),
      saved: () => this.#saver.saved(),
      refresh: () => this.#saver.pull(Number.POSITIVE_INFINITY),
    }
  }
}
