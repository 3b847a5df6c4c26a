import { styleText } from 'node:util'
import stringWidth from 'string-width'

type Format = Parameters<typeof styleText>[0]

/** Where a command writes: results to standard output, everything about errors to standard error. */
export interface Terminal {
  /** One JSON object a line on standard output, and nothing else there. */
  readonly json: boolean
  /** Whether standard output is a screen on which lines can be drawn again. */
  readonly live: boolean
  /** Whether somebody can be asked. */
  readonly interactive: boolean
  /** Columns. */
  readonly width: number
  readonly rows: number
  readonly unicode: boolean
  /** A line for people. Silent with `json`. */
  say(line?: string): void
  /** An event for programs. Silent without `json`. */
  emit(event: string, data: Record<string, unknown>): void
  /** Raw text for the screen: cursor movements and drawings. */
  draw(text: string): void
  /** A line about something that went wrong, to standard error. */
  warn(line: string): void
  style(format: Format, text: string): string
}

/** The terminal this process runs in. Colours follow NO_COLOR, FORCE_COLOR and whether standard output is a screen. */
export function openTerminal({ json, unicode }: { json: boolean; unicode: boolean }): Terminal {
  const { stdout, stderr, stdin } = process
  return {
    json,
    live: stdout.isTTY === true && !json,
    interactive: stdin.isTTY === true && stdout.isTTY === true && !json,
    // Piped output is read by programs and editors: there is no edge to keep within.
    get width() {
      return stdout.isTTY ? Math.max(40, stdout.columns || 80) : 200
    },
    get rows() {
      return stdout.rows || 24
    },
    unicode: unicode || !stdout.isTTY,
    say: (line = '') => {
      if (!json) stdout.write(`${line}\n`)
    },
    emit: (event, data) => {
      if (json) stdout.write(`${JSON.stringify({ event, ...data })}\n`)
    },
    draw: text => {
      stdout.write(text)
    },
    warn: line => {
      stderr.write(`${line}\n`)
    },
    style: (format, text) => styleText(format, text, { stream: stdout }),
  }
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Cuts a text to at most `width` columns, with an ellipsis where something is missing, and without line breaks. */
export function cut(text: string, width: number): string {
  const line = text.replace(/\s+/g, ' ')
  if (stringWidth(line) <= width) return line
  let kept = ''
  let used = 0
  for (const { segment } of graphemes.segment(line)) {
    const columns = stringWidth(segment)
    if (used + columns > width - 1) break
    kept += segment
    used += columns
  }
  return width > 0 ? `${kept.trimEnd()}…` : ''
}

/** Fills a text with blanks to `width` columns; what is longer stays. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'left' ? text + blanks : blanks + text
}

/** Breaks a text at blanks into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last !== undefined && stringWidth(last) + 1 + stringWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
