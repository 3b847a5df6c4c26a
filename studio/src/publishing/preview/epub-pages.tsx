import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState, Loading } from '../../components/states.tsx'
import { type ShownExport, shownQuery } from '../exports/exports.ts'
import { Pager } from './pager.tsx'
import { StageHead } from './stage-head.tsx'

/** The pages of an EPUB in reading order, as its package document lists them (EPUB 3.3, 5.7). */
async function readSpine({ base, files }: ShownExport): Promise<string[]> {
  const opf = files.find(({ path }) => path.endsWith('.opf'))?.path
  if (!base || !opf) return []
  const text = await (await fetch(base + opf)).text()
  const document = new DOMParser().parseFromString(text, 'application/xml')
  const hrefs = new Map(
    [...document.getElementsByTagName('item')].map(item => [item.getAttribute('id'), item.getAttribute('href')]),
  )
  const folder = opf.replace(/[^/]*$/, '')
  return [...document.getElementsByTagName('itemref')]
    .map(one => hrefs.get(one.getAttribute('idref')))
    .filter(href => typeof href === 'string')
    .map(href => base + folder + href)
}

/** The pages of the finished EPUB, one after the other as on a reader, without any script. */
export function EpubPages({ exportId, about }: { exportId: string; about: string }) {
  const shown = useQuery(shownQuery(exportId))
  const spine = useQuery({
    queryKey: ['export', exportId, 'spine'],
    queryFn: () => readSpine(shown.data!),
    enabled: shown.data !== undefined,
  })
  const [page, setPage] = useState(1)
  const error = shown.error ?? spine.error
  if (error) return <ErrorState error={error} />
  const pages = spine.data ?? []
  return (
    <>
      <StageHead about={about}>
        <Pager
          what="part"
          value={String(Math.min(page, pages.length))}
          of={pages.length}
          first={page <= 1}
          last={page >= pages.length}
          onTurn={by => setPage(page + by)}
          onGo={setPage}
        />
      </StageHead>
      <div className="stage">
        {pages[page - 1] ? (
          <div className="reader">
            <iframe
              title={`The EPUB, part ${page} of ${pages.length}`}
              src={pages[page - 1]}
              sandbox=""
              referrerPolicy="no-referrer"
            />
          </div>
        ) : (
          <Loading what="Opening the EPUB" />
        )}
      </div>
    </>
  )
}
