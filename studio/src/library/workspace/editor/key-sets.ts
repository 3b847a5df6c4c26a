import type { Extension } from '@codemirror/state'

/** Whose keys the editor has. */
export type KeySet = 'plain' | 'vim' | 'emacs'

const kept = 'octavo-keys'

/** What was chosen on this machine. */
export function chosenKeys(): KeySet {
  const value = localStorage.getItem(kept)
  return value === 'vim' || value === 'emacs' ? value : 'plain'
}

/** Remembers whose keys. */
export function rememberKeys(keys: KeySet): void {
  localStorage.setItem(kept, keys)
}

/** The keys themselves; loaded when they are first chosen. */
export async function loadKeys(keys: KeySet): Promise<Extension> {
  if (keys === 'vim') return (await import('@replit/codemirror-vim')).vim({ status: true })
  if (keys === 'emacs') return (await import('@replit/codemirror-emacs')).emacs()
  return []
}
