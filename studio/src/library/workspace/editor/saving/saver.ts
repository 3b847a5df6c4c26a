import { ChangeSet } from '@codemirror/state'
import { ApiProblem, ask } from '@octavo/server/client'
import { api, explain, Unreachable } from '../../../../api/client.ts'
import { forgetUnsent, keepUnsent, type Unsent } from '../../../../app/unsent.ts'
import type { Chapter } from '../../../chapter.ts'
import { changesBetween } from './changes-between.ts'
import { type Choice, type Conflict, conflictOf, settled } from './conflict.ts'

/** How far what is written has come. */
export type SaveState =
  | { kind: 'saved'; at: string | null; version: number }
  | { kind: 'edited' | 'saving'; version: number }
  | { kind: 'failed'; version: number; title: string; detail: string; kept: boolean }
  | { kind: 'conflict'; version: number; conflict: Conflict }

/** What the saver needs of the editor. */
export interface Page {
  text(): string
  /** Makes changes that came from elsewhere; they are none of the person's, and Undo leaves them. */
  takeOver(changes: ChangeSet): void
  onState(state: SaveState): void
  /** The chapter as the server has it now. */
  onChapter(chapter: Chapter): void
}

/** Rest after a key until edits are kept in this browser. Milliseconds. */
const keepAfterMs = 300
/** Seconds until the server is asked again, doubled each time up to the last. */
const [firstRetry, lastRetry] = [2, 30]

export const lf = (text: string): string => text.replace(/\r\n?/g, '\n')

/**
 * Saves a chapter as it is written. One request at a time; what is typed meanwhile goes into the next. What others saved
 * is merged by the server from the version both began with and taken over into the text; where both changed the same
 * place, nothing is saved until the person has chosen. What has not reached the server is kept in this browser.
 */
export class Saver {
  readonly #chapterId: string
  readonly #userId: string
  readonly #page: Page
  readonly #restMs: number
  /** What the server has, as far as this page knows; no text where only its number is known. */
  #base: { version: number; text: string | undefined; autosaved: boolean }
  /** Since the text of the request that is on its way. */
  #meanwhile: ChangeSet | undefined
  #running: Promise<void> | undefined
  #state: SaveState
  #kept = true
  #failures = 0
  #timers: Partial<Record<'rest' | 'keep' | 'retry', ReturnType<typeof setTimeout>>> = {}

  constructor(
    chapter: Chapter,
    page: Page,
    { userId, autosaveSeconds, unsent }: { userId: string; autosaveSeconds: number; unsent?: Unsent | undefined },
  ) {
    this.#userId = userId
    this.#chapterId = chapter.id
    this.#page = page
    this.#restMs = autosaveSeconds * 1000
    const known = !unsent || unsent.baseVersion === chapter.version
    this.#base = {
      version: known ? chapter.version : unsent.baseVersion,
      text: known ? lf(chapter.content) : undefined,
      autosaved: false,
    }
    this.#state = { kind: 'saved', at: chapter.lastEditedAt, version: chapter.version }
    addEventListener('online', this.#retry)
    if (unsent) void this.save({ autosave: true })
  }

  get state(): SaveState {
    return this.#state
  }

  get version(): number {
    return this.#base.version
  }

  /** Whether there are edits neither the server nor this browser has. */
  get isAtRisk(): boolean {
    return this.isDirty && !this.#kept
  }

  get isDirty(): boolean {
    return this.#base.text !== this.#page.text()
  }

  /** Told of every change of the text. `own` is false for what was taken over. */
  edited(changes: ChangeSet, own: boolean): void {
    if (this.#meanwhile) this.#meanwhile = this.#meanwhile.compose(changes)
    if (!own) return
    this.#kept = false
    clearTimeout(this.#timers.keep)
    this.#timers.keep = setTimeout(() => void this.keep(), keepAfterMs)
    if (this.#state.kind === 'conflict') return
    if (this.#state.kind === 'saved') this.#say({ kind: 'edited', version: this.version })
    clearTimeout(this.#timers.rest)
    this.#timers.rest = setTimeout(() => void this.save({ autosave: true }), this.#restMs)
  }

  /** Keeps in this browser what is not saved. */
  async keep(): Promise<void> {
    if (!this.isDirty) return
    const text = this.#page.text()
    const kept = await keepUnsent(this.#userId, this.#chapterId, { text, baseVersion: this.version, at: Date.now() })
    this.#kept = kept && this.#page.text() === text
  }

  /** Saves what is not saved. An autosave takes the place of the one before; what a person saves stays in the history. */
  async save({ autosave }: { autosave: boolean }): Promise<void> {
    clearTimeout(this.#timers.rest)
    clearTimeout(this.#timers.retry)
    await this.#running
    if (this.#state.kind === 'conflict') return
    const text = this.#page.text()
    if (text === this.#base.text && (autosave || !this.#base.autosaved)) {
      if (this.#state.kind !== 'saved') this.#rest()
      return
    }
    this.#running = this.#send(text, autosave).finally(() => {
      this.#running = undefined
    })
    await this.#running
  }

  /** Saves until nothing is left, and gives the version. Throws what hinders. */
  async saved(): Promise<number> {
    for (let round = 0; round < 5; round++) {
      await this.save({ autosave: true })
      if (this.#state.kind === 'conflict') throw new Error('First choose between your text and the other one.')
      if (this.#state.kind === 'failed') throw new Error(`${this.#state.title}. ${this.#state.detail}`)
      if (!this.isDirty) return this.version
    }
    return this.version
  }

  /** Takes over what others saved, when there is something. */
  async pull(version: number): Promise<void> {
    if (version <= this.version || this.#running || this.#state.kind === 'conflict') return
    if (this.isDirty) return this.save({ autosave: true })
    const before = this.#page.text()
    this.#meanwhile = ChangeSet.empty(before.length)
    this.#running = ask(api.v1.chapters[':id'].$get({ param: { id: this.#chapterId } }))
      .then(chapter => this.#arrive(chapter, before, false))
      .catch(() => undefined) // asked again with the next round
      .finally(() => {
        this.#meanwhile = undefined
        this.#running = undefined
      })
    await this.#running
  }

  /** Ends a conflict with what the person chose, and saves. */
  async settle(choices: readonly Choice[]): Promise<void> {
    if (this.#state.kind !== 'conflict') return
    const { conflict } = this.#state
    const { theirs } = conflict
    const wanted = settled(conflict, choices)
    const now = this.#page.text()
    const chosen = ChangeSet.of(changesBetween(conflict.sent, wanted), conflict.sent.length)
    // What was typed since the conflict stays on top of what was chosen.
    const since = ChangeSet.of(changesBetween(conflict.sent, now), conflict.sent.length)
    this.#base = { version: theirs.version, text: lf(theirs.text), autosaved: false }
    this.#state = { kind: 'edited', version: theirs.version }
    this.#page.takeOver(chosen.map(since))
    await this.save({ autosave: false })
  }

  /** Stops everything; what is not saved is kept, and sent while the page lives. */
  close(): void {
    removeEventListener('online', this.#retry)
    clearTimeout(this.#timers.keep)
    void this.keep()
    void this.save({ autosave: true }).then(() => {
      for (const timer of Object.values(this.#timers)) clearTimeout(timer)
    })
  }

  async #send(text: string, autosave: boolean): Promise<void> {
    this.#say({ kind: 'saving', version: this.version })
    this.#meanwhile = ChangeSet.empty(text.length)
    try {
      const chapter = await ask(
        api.v1.chapters[':id'].$put(
          { param: { id: this.#chapterId }, json: { content: text, autosave, merge: true } },
          { headers: { 'if-match': `"v${this.version}"` } },
        ),
      )
      this.#failures = 0
      this.#arrive(chapter, text, autosave)
    } catch (error) {
      await this.#fail(text, error)
    } finally {
      this.#meanwhile = undefined
    }
  }

  /** What the server has now: the difference to what this page knew is taken over under what was typed meanwhile. */
  #arrive(chapter: Chapter, known: string, autosaved: boolean): void {
    const text = lf(chapter.content)
    this.#base = { version: chapter.version, text, autosaved }
    const foreign = ChangeSet.of(changesBetween(known, text), known.length)
    const meanwhile = this.#meanwhile ?? ChangeSet.empty(known.length)
    this.#meanwhile = undefined
    if (!foreign.empty) this.#page.takeOver(foreign.map(meanwhile))
    this.#page.onChapter(chapter)
    if (this.isDirty) {
      this.#say({ kind: 'edited', version: chapter.version })
      void this.keep()
    } else {
      this.#rest(chapter.lastEditedAt)
    }
  }

  #rest(at: string | null = new Date().toISOString()): void {
    this.#kept = true
    clearTimeout(this.#timers.keep)
    void forgetUnsent(this.#userId, this.#chapterId)
    this.#say({ kind: 'saved', at, version: this.version })
  }

  async #fail(text: string, error: unknown): Promise<void> {
    await this.keep()
    try {
      const conflict = await conflictOf(this.#chapterId, text, error)
      if (conflict) return this.#say({ kind: 'conflict', version: this.version, conflict })
    } catch {
      // The server went away in between; what it said first is told.
    }
    const { title, detail } = explain(error)
    this.#say({ kind: 'failed', version: this.version, title, detail, kept: this.#kept })
    const gone = error instanceof Unreachable || (error instanceof ApiProblem && error.status >= 500)
    if (!gone) return
    const seconds = Math.min(lastRetry, firstRetry * 2 ** this.#failures++)
    this.#timers.retry = setTimeout(this.#retry, seconds * 1000)
  }

  readonly #retry = (): void => {
    if (this.#state.kind === 'failed') void this.save({ autosave: true })
  }

  #say(state: SaveState): void {
    this.#state = state
    this.#page.onState(state)
  }
}
