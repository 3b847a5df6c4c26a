import { type Hunk, hunkTitle, lineHunks, type Patch } from '@octavo/manuscript'
import type { Terminal } from '../terminal/terminal.ts'

const signs = { same: ' ', removed: '-', added: '+' } as const
const colours = { same: 'dim', removed: 'red', added: 'green' } as const
// A manuscript must not move the cursor of whoever looks at it.
const controls = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu

/** Shows a change that is proposed for a chapter, as a diff, with what it is for. */
export function showHunk(terminal: Terminal, text: string, hunk: Hunk & { number: number; line: number }): void {
  terminal.say()
  terminal.say(terminal.style('bold', `${hunk.number}. ${hunk.reason}, line ${hunk.line}`))
  showPatch(terminal, text, [hunk])
}

/** Shows what a patch changes, line by line. `text` is what it would be applied to. */
export function showPatch(terminal: Terminal, text: string, patch: Patch): void {
  for (const hunk of lineHunks(text, patch, 2)) {
    terminal.say(terminal.style('cyan', hunkTitle(hunk)))
    for (const { kind, text } of hunk.lines) {
      const line = text.replace(/\r$/, '').replaceAll('\t', '    ').replace(controls, '�')
      terminal.say(terminal.style(colours[kind], signs[kind] + line))
    }
  }
}
