import { router } from '../../../app/router.tsx'

/** What the preview asks of what is around it. */
export interface Leads {
  onLine: (line: number) => void
  /** A place on the page that is shown. */
  onPlace: (id: string) => void
}

let next: { chapterId: string; id: string } | undefined

/** The place a link to another chapter leads to, once, for the preview of that chapter. */
export function placeToShow(chapterId: string): string | undefined {
  const place = next?.chapterId === chapterId ? next.id : undefined
  if (place !== undefined) next = undefined
  return place
}

/**
 * Leads from a click in the frame to the line it came from. Links lead to their place on the page or in the book; all
 * others open a window of their own, which knows nothing of this one. Nothing is ever opened in the frame.
 */
export function followClicks(document: Document, leads: Leads): void {
  const click = (event: MouseEvent) => {
    const target = event.target as Element
    const link = target.closest('a[href]')
    if (link) {
      event.preventDefault()
      return follow(link.getAttribute('href')!, leads)
    }
    // These act by themselves: boxes open, tabs change.
    if (event.button !== 0 || target.closest('summary, label, input')) return
    if (document.getSelection()?.isCollapsed === false) return
    const line = target.closest<HTMLElement>('[data-line]')?.dataset.line
    if (line !== undefined) leads.onLine(Number(line))
  }
  document.addEventListener('click', click)
  document.addEventListener('auxclick', click)
  document.addEventListener('submit', event => event.preventDefault())
  document.addEventListener('keydown', event => {
    // The keys of the studio hold while the frame has the focus.
    if (!event.metaKey && !event.ctrlKey && !/^(F\d+|Escape)$/.test(event.key)) return
    const same = new KeyboardEvent('keydown', { ...keysOf(event), bubbles: true, cancelable: true })
    if (!window.document.body.dispatchEvent(same)) event.preventDefault()
  })
}

const keysOf = ({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent) => ({
  key,
  code,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
})

const chapterAddress = /^\/books\/([\w-]+)\/edit\/([\w-]+)(?:#(.+))?$/

function follow(href: string, { onPlace }: Leads): void {
  if (href.startsWith('#')) {
    onPlace(decoded(href.slice(1)))
    return
  }
  const chapter = chapterAddress.exec(href)
  if (chapter) {
    const [, bookId = '', chapterId = '', id] = chapter
    next = id === undefined ? undefined : { chapterId, id: decoded(id) }
    void router.navigate({ to: '/books/$bookId/edit/$chapterId', params: { bookId, chapterId } })
    return
  }
  const address = URL.parse(href, location.href)
  if (address && /^(https?|mailto|tel):$/.test(address.protocol)) window.open(address, '_blank', 'noopener,noreferrer')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
