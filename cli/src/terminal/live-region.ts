import type { Terminal } from './terminal.ts'

const hideCursor = '\x1b[?25l'
const showCursor = '\x1b[?25h'
const eraseBelow = '\x1b[J'

/** Lines at the end of the screen that are drawn again and again. Only for a terminal that is `live`. */
export class LiveRegion {
  readonly #terminal: Terminal
  #height = 0
  // However the process ends, the shell gets its cursor back.
  readonly #onExit = () => this.#terminal.draw(showCursor)

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    terminal.draw(hideCursor)
    process.once('exit', this.#onExit)
  }

  /** Replaces what was drawn. Lines must fit the width. */
  draw(lines: readonly string[]): void {
    const up = this.#height > 0 ? `\x1b[${this.#height}A\r` : ''
    this.#terminal.draw(`${up}${eraseBelow}${lines.map(line => `${line}\n`).join('')}`)
    this.#height = lines.length
  }

  /** Draws the last state, which stays on the screen. */
  end(lines: readonly string[]): void {
    this.draw(lines)
    this.#height = 0
    this.#terminal.draw(showCursor)
    process.off('exit', this.#onExit)
  }
}
