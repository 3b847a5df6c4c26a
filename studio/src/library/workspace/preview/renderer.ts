import { type Answer, ApiProblem, ask } from '@octavo/server/client'
import { api, type Explanation, explain, hasCode, Unreachable } from '../../../api/client.ts'

type Answered = Answer<Awaited<ReturnType<(typeof api)['v1']['chapters'][':id']['preview']['$post']>>>

/** A piece of a rendered chapter: its HTML comes from the press, and holds no script. */
export interface Block {
  line: number
  key: string
  html: string
}

/** A chapter as the site shows it. */
export type Rendered = Omit<Answered, 'blocks'> & { blocks: Block[] }

/** What is known of the rendering of a chapter at this moment. */
export interface Rendering {
  chapterId: string
  /** The last one there was; it stays when the next one fails. */
  rendered?: Rendered
  /** Whether the text waits for longer than a moment. */
  slow: boolean
  /** Why the text as it stands is not shown. */
  trouble?: Explanation
}

/** Milliseconds after which waiting is worth a word. */
const moment = 500
/** Milliseconds between two questions to a server that does not answer. */
const pause = 3_000

/**
 * Has the text of one chapter rendered again and again: one request at a time, always of the newest text. Blocks that are
 * here already are not sent again.
 */
export class Renderer {
  readonly #chapterId: string
  readonly #tell: (rendering: Rendering) => void
  readonly #window = crypto.randomUUID()
  readonly #ended = new AbortController()
  #rendering: Rendering
  #html = new Map<string, string>()
  #wanted: string | undefined
  #busy = false
  #wake: (() => void) | undefined

  constructor(chapterId: string, tell: (rendering: Rendering) => void) {
    this.#chapterId = chapterId
    this.#tell = tell
    this.#rendering = { chapterId, slow: false }
  }

  render(text: string): void {
    this.#wanted = text
    this.#wake?.()
    if (!this.#busy) void this.#run()
  }

  end(): void {
    this.#ended.abort()
    this.#wake?.()
  }

  async #run(): Promise<void> {
    this.#busy = true
    while (this.#wanted !== undefined && !this.#ended.signal.aborted) {
      const text = this.#wanted
      this.#wanted = undefined
      const again = await this.#once(text)
      if (again) this.#wanted ??= text
    }
    this.#busy = false
  }

  /** Whether the same text is worth another try. */
  async #once(text: string): Promise<boolean> {
    const { signal } = this.#ended
    const slowly = setTimeout(() => this.#say({ slow: true }), moment)
    try {
      const answered = await ask(
        api.v1.chapters[':id'].preview.$post(
          { param: { id: this.#chapterId }, json: { text, window: this.#window, known: [...this.#html.keys()] } },
          { init: { signal } },
        ),
      )
      const blocks = answered.blocks.map(block => ({ ...block, html: block.html ?? this.#html.get(block.key) ?? '' }))
      this.#html = new Map(blocks.map(({ key, html }) => [key, html]))
      const { trouble: _, ...before } = this.#rendering
      this.#rendering = before
      clearTimeout(slowly)
      this.#say({ slow: false, rendered: { ...answered, blocks } })
      return false
    } catch (error) {
      clearTimeout(slowly)
      if (signal.aborted || hasCode(error, 'preview_superseded')) return false
      this.#say({ slow: false, trouble: explain(error) })
      const comesBack = error instanceof Unreachable || (error instanceof ApiProblem && error.status >= 500)
      if (comesBack) await this.#rest()
      return comesBack
    }
  }

  /** Waits, unless there is a newer text or nobody looks any more. */
  async #rest(): Promise<void> {
    if (this.#wanted !== undefined) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const timer = setTimeout(resolve, pause)
    await promise
    clearTimeout(timer)
    this.#wake = undefined
  }

  #say(change: Partial<Rendering>): void {
    this.#rendering = { ...this.#rendering, ...change }
    if (!this.#ended.signal.aborted) this.#tell(this.#rendering)
  }
}
