import type { Fix } from '@octavo/manuscript'
import type { Terminal } from '../terminal/terminal.ts'
import { showPatch } from './show-hunk.ts'

/** Shows what a fix changes, as a diff. `text` is what it would be applied to. */
export function showFix(terminal: Terminal, name: string, text: string, fix: Fix): void {
  terminal.say()
  terminal.say(terminal.style('bold', `${name}:${fix.finding.line}  ${fix.title}`))
  terminal.say(terminal.style('dim', `${fix.rule}: ${fix.finding.message}`))
  for (const { from, to } of fix.renames ?? []) terminal.say(`rename ${from} → ${to}`)
  showPatch(terminal, text, fix.patch)
}
