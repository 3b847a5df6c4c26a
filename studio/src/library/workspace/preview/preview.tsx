import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.ts'
import { Banner, Empty, Loading } from '../../../components/states.tsx'
import './preview.css'
import { PreviewFrame } from './preview-frame.tsx'
import { chosenLook, keepLook, type Look, PreviewMenu } from './preview-menu.tsx'
import { PreviewProblems } from './preview-problems.tsx'
import { useRendering } from './use-rendering.ts'

/**
 * The chapter as its readers see it, in step with the cursor. `text` is the text as it stands, `line` the cursor's line
 * counted from 1; `onLine` leads the editor to a line.
 */
export function Preview({
  bookId,
  chapterId,
  text,
  line,
  onLine,
}: {
  bookId: string
  chapterId: string
  text: string
  line: number
  onLine: (line: number) => void
}) {
  const { rendered, slow, trouble } = useRendering(chapterId, text)
  const [look, setLook] = useState(chosenLook)
  const ofSite = useSiteTheme(bookId)
  const choose = (chosen: Look) => {
    keepLook(chosen)
    setLook(chosen)
  }
  const empty = rendered?.blocks.length === 0 && rendered.notes === ''
  return (
    <div className="preview" data-phone={look.phone}>
      <div className="pane__head">
        <PreviewMenu look={look} onLook={choose} />
        <div className="pane__end">
          <span className="small quiet preview__state" role="status">
            {slow ? 'Rendering the chapter' : trouble ? 'As it was before' : rendered && `In step with line ${line}`}
          </span>
        </div>
      </div>
      {trouble && (
        <Banner look={trouble.code === 'unreachable' ? 'hint' : 'warn'}>
          <b>{trouble.title}.</b> {trouble.detail}
          {rendered && ' The last rendering stays here.'}
        </Banner>
      )}
      <div className="preview__stage">
        {rendered ? (
          <PreviewFrame
            rendered={rendered}
            theme={look.style === 'site' ? ofSite : look.style}
            line={line}
            onLine={onLine}
          />
        ) : (
          slow && (
            <div className="preview__wait">
              <Loading what="Rendering the chapter. The first time, the whole book is read." lines={8} />
            </div>
          )
        )}
        {empty && (
          <div className="preview__empty">
            <Empty title="Nothing to show yet">What you write is set here as readers will see it.</Empty>
          </div>
        )}
      </div>
      {rendered && <PreviewProblems problems={rendered.problems} onLine={onLine} />}
    </div>
  )
}

/** The theme the site of a book was last made in. */
function useSiteTheme(bookId: string): 'technical' | 'literary' {
  const { data } = useQuery({
    queryKey: ['book', bookId, 'site theme'],
    staleTime: 60_000,
    queryFn: async () => {
      const { items } = await ask(
        api.v1.books[':id'].exports.$get({ param: { id: bookId }, query: { format: 'site', limit: '1' } }),
      )
      return items[0]?.options.theme ?? 'technical'
    },
  })
  return data ?? 'technical'
}
