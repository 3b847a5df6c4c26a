import { type Fix, hunkTitle, lineHunks } from '@octavo/manuscript'
import type { Terminal } from '../terminal/terminal.ts'

const signs = { same: ' ', removed: '-', added: '+' } as const
const colours = { same: 'dim', removed: 'red', added: 'green' } as const
// A manuscript must not move the cursor of whoever looks at it.
const controls = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu

/** Shows what a fix changes, as a diff. `text` is what it would be applied to. */
export function showFix(terminal: Terminal, name: string, text: string, fix: Fix): void {
  terminal.say()
  terminal.say(terminal.style('bold', `${name}:${fix.finding.line}  ${fix.title}`))
  terminal.say(terminal.style('dim', `${fix.rule}: ${fix.finding.message}`))
  for (const { from, to } of fix.renames ?? []) terminal.say(`rename ${from} → ${to}`)
  for (const hunk of lineHunks(text, fix.patch, 2)) {
    terminal.say(terminal.style('cyan', hunkTitle(hunk)))
    for (const { kind, text } of hunk.lines) {
      const line = text.replace(/\r$/, '').replaceAll('\t', '    ').replace(controls, '�')
      terminal.say(terminal.style(colours[kind], signs[kind] + line))
    }
  }
}
