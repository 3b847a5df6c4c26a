import { type UploadLimits, uploadLimits } from './limits.ts'
import { type RemovedReason, type RemovedText, UploadError } from './upload.ts'

export interface UploadOptions {
  /** Stricter or wider than `uploadLimits`. */
  limits?: Partial<UploadLimits>
  /** Leaves each page of MyST one block, unread but for its title: for whoever wants pages and parses them later. */
  wholePages?: boolean
  /** Told what is done, of how many files or pages; the count may grow while reading. */
  onProgress?: (done: number, of: number) => void
  /** Ends the reading between two files or pages with the signal's own reason. */
  signal?: AbortSignal
}

/** One upload being read: what every format has to say on the way. */
export class Reading {
  readonly name: string
  readonly limits: UploadLimits
  readonly wholePages: boolean
  readonly warnings: string[] = []
  readonly removed: RemovedText[] = []
  readonly #options: UploadOptions

  constructor(name: string, options: UploadOptions) {
    this.name = name
    this.limits = { ...uploadLimits, ...options.limits }
    this.wholePages = options.wholePages ?? false
    this.#options = options
  }

  /** Between two files or pages. Lets other work of the process run, throws the reason of the signal. */
  async step(done: number, of: number): Promise<void> {
    this.#options.signal?.throwIfAborted()
    this.#options.onProgress?.(done, of)
    if (done % 8 === 0) await new Promise(resolve => setImmediate(resolve))
  }

  warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message)
  }

  remove(reason: RemovedReason, place: string, text: string): void {
    const words = text.replace(/\s+/g, ' ').trim()
    if (words !== '') this.removed.push({ text: words, reason, place })
  }

  damaged(what: string, cause?: unknown): UploadError {
    return new UploadError('damaged', `${this.name} ${what}`, { cause })
  }
}
