import { type Paper, pageRange, paperNames, spineWidth, type TrimName, trimNames } from '@octavo/press/cover/choices'
import { problemOf } from '@octavo/server/client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Banner } from '../../components/states.tsx'
import type { Book } from '../../library/book.ts'
import { titled } from './cover-words.ts'
import type { Cover } from './covers.ts'

const trims = trimNames.map(value => ({
  value,
  label: /^\d/.test(value) ? `${value.replace('x', ' × ')} in` : titled(value),
}))
const papers = paperNames.map(value => ({ value, label: titled(value) }))

/** Back, spine and front as one sheet for a printer, as thick as the book has pages. */
export function Wrap({
  book,
  cover,
  pages: counted,
}: {
  book: Book
  cover: Cover | undefined
  pages: number | undefined
}) {
  const [pages, setPages] = useState(String(Math.max(pageRange.fewest, counted ?? 120)))
  const [trim, setTrim] = useState<TrimName>('6x9')
  const [paper, setPaper] = useState<Paper>('white')
  const number = Number(pages)
  const fits = Number.isInteger(number) && number >= pageRange.fewest && number <= pageRange.most
  const query = (format: 'svg' | 'pdf') =>
    new URLSearchParams({ pages, trim, paper, format, ...(book.isbn && { isbn: book.isbn }) })
  const download = useMutation({
    mutationFn: async (id: string) => {
      const answer = await fetch(`/v1/covers/${id}/wrap?${query('pdf')}`)
      if (!answer.ok) throw await problemOf(answer)
      const address = URL.createObjectURL(await answer.blob())
      const link = Object.assign(document.createElement('a'), { href: address, download: 'cover.pdf' })
      link.click()
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
      return JSON.parse(decodeURIComponent(answer.headers.get('octavo-warnings') ?? '[]')) as string[]
    },
  })
  if (!cover?.design || (cover.origin === 'model' && !cover.pictureId)) {
    return (
      <p className="soft">
        A wrap is drawn around a cover that was drawn here. Keep one, and choose it; your own picture has no back.
      </p>
    )
  }
  return (
    <div className="wrap">
      {fits && <img src={`/v1/covers/${cover.id}/wrap?${query('svg')}`} alt="Back, spine and front as one sheet" />}
      <div className="wrap__fields">
        <TextField
          label="Pages"
          inputMode="numeric"
          value={pages}
          fact={counted ? 'of the last PDF' : 'a guess'}
          error={fits ? undefined : `From ${pageRange.fewest} to ${pageRange.most}.`}
          help={fits ? `The spine is ${spineWidth(number, paper).toFixed(1)} mm.` : undefined}
          onChange={event => setPages(event.target.value)}
        />
        <SelectField label="Size" options={trims} value={trim} onValue={setTrim} />
        <SelectField label="Paper" options={papers} value={paper} onValue={setPaper} />
      </div>
      <p className="small quiet">
        {book.isbn ? `The barcode is of ISBN ${book.isbn}. ` : 'Without an ISBN the place of the barcode stays white. '}
        The back says the description of the book.
      </p>
      {download.error && (
        <Banner look="stop">
          {explain(download.error).title}. {explain(download.error).detail}
        </Banner>
      )}
      {download.data?.map(warning => (
        <Banner key={warning} look="warn">
          {warning}
        </Banner>
      ))}
      <p>
        <Button
          icon="down-to"
          disabled={!fits}
          busy={download.isPending ? 'Drawing it' : undefined}
          onClick={() => download.mutate(cover.id)}
        >
          Download the wrap
        </Button>
      </p>
    </div>
  )
}
