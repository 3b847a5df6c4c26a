import { useState, useSyncExternalStore } from 'react'

/** What the middle shows. */
export type View = 'source' | 'split' | 'preview'

/** Where a person has put the lines between panes, in per cent of the desk. Undefined: as designed. */
export interface Panes {
  view: View
  tree?: number
  inspector?: number
  source?: number
  treeHidden?: boolean
  inspectorHidden?: boolean
}

const kept = 'octavo-panes'

function read(): Panes {
  try {
    return { view: 'split', ...(JSON.parse(localStorage.getItem(kept) ?? '{}') as Partial<Panes>) }
  } catch {
    return { view: 'split' } // not ours, or of another version
  }
}

/** The panes as they were left on this machine. */
export function usePanes(): [Panes, (change: Partial<Panes>) => void] {
  const [panes, setPanes] = useState(read)
  return [
    panes,
    change => {
      const next = { ...panes, ...change }
      localStorage.setItem(kept, JSON.stringify(next))
      setPanes(next)
    },
  ]
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    listener => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

/** The panes on the screen, in the order of reading. */
const shownPanes = () =>
  [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(pane => pane.offsetParent !== null)

/** Takes the focus to the next pane: into its text, its chosen row, its first control, or itself. */
export function focusNextPane(): void {
  const panes = shownPanes()
  const here = panes.findIndex(pane => pane.contains(document.activeElement))
  const next = panes[(here + 1) % panes.length]
  const inside = next?.querySelector<HTMLElement>(
    '.cm-content, [role="treeitem"][tabindex="0"], iframe, [role="tab"][tabindex="0"], button, a[href]',
  )
  ;(inside ?? next)?.focus()
}
