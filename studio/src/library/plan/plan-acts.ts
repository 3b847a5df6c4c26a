import { useEffect, useState } from 'react'
import { type Command, useCommands } from '../../app/commands.tsx'
import { givenIn } from './sources/sources.ts'
import type { SourceAdding } from './sources/use-adding.ts'

/** What can be done on the plan from the palette and by keys. */
export type Acts = Record<'write' | 'propose' | 'source', () => unknown>

/** Offers the acts of the plan as commands. */
export function usePlanCommands(acts: { current: Acts }): void {
  // The same list between renders: what it calls is looked up when it is called.
  const [commands] = useState<readonly Command[]>(() => [
    { name: 'Write the book', keys: 'mod+Enter', icon: 'pen', group: 'This book', run: () => acts.current.write() },
    { name: 'Propose an outline', icon: 'tree', group: 'This book', run: () => acts.current.propose() },
    { name: 'Add a source', icon: 'plus', group: 'This book', run: () => acts.current.source() },
  ])
  useCommands(commands)
}

/** Takes what is pasted where nobody is writing as a source. */
export function usePaste(add: SourceAdding['add'] | undefined): void {
  useEffect(() => {
    if (!add) return
    const paste = (event: ClipboardEvent) => {
      const at = event.target
      if (at instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(at.tagName)) return
      const files = [...(event.clipboardData?.files ?? [])]
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (files.length > 0) add(files.map(file => ({ file })))
      else if (text.trim()) add([givenIn(text)])
    }
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [add])
}
