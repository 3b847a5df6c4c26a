import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { ErrorState, Loading } from '../../components/states.tsx'
import { downloadOf } from '../exports/exports.ts'
import { Pager } from './pager.tsx'
import { usePdf } from './pdf-document.ts'
import { PdfPage } from './pdf-page.tsx'
import { StageHead } from './stage-head.tsx'
import { useSize } from './use-size.ts'

/** The pages of a spread: the first page lies alone on the right, as the front of a book does. */
export function spreadAt(page: number, pages: number, single: boolean): number[] {
  if (single) return [page]
  const left = page - (page % 2)
  return [left, left + 1].filter(one => one >= 1 && one <= pages)
}

/** The finished PDF, two pages at a time on the desk; one on a narrow screen. ← → turn the page. */
export function PdfPages({ exportId, about }: { exportId: string; about: string }) {
  const { document, error } = usePdf(downloadOf(exportId))
  const [page, setPage] = useState(1)
  const [ratio, setRatio] = useState(0)
  const stage = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(stage)
  useEffect(() => {
    document?.getPage(1).then(first => {
      const { width, height } = first.getViewport({ scale: 1 })
      setRatio(width / height)
    })
  }, [document])
  if (error) return <ErrorState error={error} />

  const pages = document?.numPages ?? 0
  const single = width > 0 && width < 560
  const shown = spreadAt(Math.min(page, pages), pages, single)
  const across = single ? 1 : 2
  // Room for the shadow; a page is as large as fits.
  const pageWidth = Math.floor(Math.min((height - 48) * ratio, (width - 48) / across))
  const turn = (by: number) => {
    const next = by < 0 ? shown[0]! - 1 : shown.at(-1)! + 1
    if (next >= 1 && next <= pages) setPage(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, PageUp: -1, ArrowRight: 1, PageDown: 1 }[event.key]
    if (by) turn(by)
    else if (event.key === 'Home') setPage(1)
    else if (event.key === 'End') setPage(pages)
    else return
    event.preventDefault()
  }
  return (
    <>
      <StageHead about={about}>
        <Pager
          what="spread"
          value={shown.join('–')}
          of={pages}
          first={shown[0] === 1}
          last={shown.at(-1) === pages}
          onTurn={turn}
          onGo={setPage}
        />
      </StageHead>
      <section
        className="stage"
        ref={stage}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: from here the arrow keys turn the pages
        tabIndex={0}
        aria-label="Pages; arrow keys turn them"
        onKeyDown={onKeyDown}
      >
        {document && ratio > 0 && width > 0 ? (
          <div
            className="spread"
            style={{ '--page': `${pageWidth}px`, '--ratio': ratio }}
            data-alone={shown.length === 1}
          >
            {shown.map(number => (
              <PdfPage key={number} document={document} number={number} width={pageWidth} />
            ))}
          </div>
        ) : (
          <Loading what="Opening the PDF" />
        )}
      </section>
    </>
  )
}
