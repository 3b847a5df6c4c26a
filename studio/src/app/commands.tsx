import { useEffect, useSyncExternalStore } from 'react'
import type { IconName } from '../components/icon.tsx'
import { isChord } from '../components/keys.tsx'

/** Something that can be done on the screen that is open: by its button, in the palette, and by its key. */
export interface Command {
  /** The verb of its button. */
  name: string
  run: () => void
  icon?: IconName
  /** As `mod+Enter`. */
  keys?: string
  /** Where it belongs: "This book", "Go to". */
  group?: string
}

let registered: readonly (readonly Command[])[] = []
let all: readonly Command[] = []
const listeners = new Set<() => void>()

function change(next: readonly (readonly Command[])[]): void {
  registered = next
  all = next.flat()
  for (const listener of listeners) listener()
}

/** Offers commands while a component is on the screen. Give a list that is the same between renders. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    change([...registered, commands])
    return () => change(registered.filter(one => one !== commands))
  }, [commands])
}

/** What can be done now. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all,
  )
}

addEventListener('keydown', event => {
  if (event.defaultPrevented) return
  // Later ones are nearer to what is open.
  const command = all.findLast(one => one.keys && isChord(event, one.keys))
  // A single key is text to whoever is writing.
  if (!command || (!/mod\+|F\d/.test(command.keys!) && isWriting(event.target))) return
  event.preventDefault()
  command.run()
})

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
