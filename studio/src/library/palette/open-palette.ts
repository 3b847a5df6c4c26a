const listeners = new Set<() => void>()

/** Opens search and commands, from wherever one is. */
export function openPalette(): void {
  for (const listener of listeners) listener()
}

/** Hears when it is asked for; gives the function that stops hearing. */
export function onOpenPalette(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
