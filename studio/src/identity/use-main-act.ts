import { type RefObject, useMemo, useRef } from 'react'
import { useCommands } from '../app/commands.tsx'

/** The key of a screen's main act. */
export const mainActKeys = 'mod+Enter'

/** Sends a form by the key of the main act, from wherever one is in it, and from the palette under the word on its button. */
export function useMainAct(name: string): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useCommands(useMemo(() => [{ name, keys: mainActKeys, run: () => form.current?.requestSubmit() }], [name]))
  return form
}
