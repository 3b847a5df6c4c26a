import { useEffect, useRef, useState } from 'react'
import { followClicks, placeToShow } from './follow-clicks.ts'
import { emptyPage, FramePage } from './frame-page.ts'
import type { Rendered } from './renderer.ts'
import { useColours } from './use-colours.ts'

/** A rendered chapter in a frame of its own, in which no script can run. */
export function PreviewFrame({
  rendered,
  theme,
  line,
  onLine,
}: {
  rendered: Rendered
  theme: 'technical' | 'literary'
  line: number
  onLine: (line: number) => void
}) {
  const [page, setPage] = useState<FramePage>()
  const [styled, setStyled] = useState(false)
  const lead = useRef(onLine)
  const shownOf = useRef<string>(undefined)
  const colours = useColours()
  useEffect(() => {
    lead.current = onLine
  }, [onLine])

  const href = rendered.styles[theme]
  useEffect(() => {
    void page?.style(href, theme).then(() => setStyled(true))
  }, [page, href, theme])
  useEffect(() => page?.colours(colours), [page, colours])
  useEffect(() => page?.show(rendered), [page, rendered])
  useEffect(() => {
    if (!page || !styled) return
    const place = shownOf.current === rendered.chapterId ? undefined : placeToShow(rendered.chapterId)
    shownOf.current = rendered.chapterId
    page.mark(line, { scroll: place === undefined })
    if (place !== undefined) page.goTo(place)
  }, [page, styled, rendered.chapterId, line])
  useEffect(() => {
    page?.mark(line, { scroll: false })
  }, [page, rendered])

  return (
    <iframe
      className="preview__frame"
      data-styled={styled}
      title="Rendered chapter"
      // Scripts are not allowed, so none in an author's text can ever run; the same origin lets this page write into it.
      sandbox="allow-same-origin"
      srcDoc={emptyPage}
      onLoad={event => {
        const { contentDocument } = event.currentTarget
        if (!contentDocument?.querySelector('.prose')) return
        const made = new FramePage(contentDocument)
        followClicks(contentDocument, { onLine: to => lead.current(to), onPlace: id => made.goTo(id) })
        setPage(made)
      }}
    />
  )
}
