import { useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Confirm, Dialog } from '../../components/dialog.tsx'
import { Check } from '../../components/field.tsx'
import { Chip } from '../../components/progress.tsx'
import { Banner } from '../../components/states.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { ago, number } from '../../components/words.ts'
import type { Book } from '../../library/book.ts'
import { wordsOf } from './cover-strip.tsx'
import { titled } from './cover-words.ts'
import { type Cover, type CoverChoices, type CoverDesign, pictureOf, previewOf, useCoverActs } from './covers.ts'
import { Wrap } from './wrap.tsx'

type Tab = 'proposals' | 'kept' | 'own' | 'wrap'

/** Every cover of a book: proposals to try, those that are kept, one of one's own, and the wrap for print. */
export function CoversDialog({
  book,
  covers,
  proposals,
  pages,
  editable,
  onTry,
  onClose,
}: {
  book: Book
  covers: readonly Cover[]
  proposals: readonly CoverDesign[]
  pages: number | undefined
  editable: boolean
  onTry: (design: CoverChoices) => void
  onClose: () => void
}) {
  const [tab, setTab] = useState<Tab>(covers.length > 0 ? 'kept' : 'proposals')
  return (
    <Dialog wide title="Covers" actions={<Button onClick={onClose}>Close</Button>} onClose={onClose}>
      <Tabs<Tab>
        label="Covers"
        tabs={[
          { value: 'proposals', label: 'Proposals' },
          { value: 'kept', label: 'Kept', count: covers.length },
          { value: 'own', label: 'Your own' },
          { value: 'wrap', label: 'Wrap for print' },
        ]}
        value={tab}
        onValue={setTab}
      >
        <div className="covers">
          {tab === 'proposals' && (
            <ul className="covers__grid">
              {proposals.map((design, index) => (
                <li key={index}>
                  <button
                    type="button"
                    disabled={!editable}
                    aria-label={`Try ${titled(design.motif)} on ${titled(design.palette)}, ${design.layout}`}
                    onClick={() => {
                      onTry(design)
                      onClose()
                    }}
                  >
                    <img className="cover" loading="lazy" src={previewOf(book.id, design, 240, wordsOf(book))} alt="" />
                    <small>
                      {titled(design.motif)}, {design.palette}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          )}
          {tab === 'kept' && <Kept book={book} covers={covers} editable={editable} />}
          {tab === 'own' && <Own bookId={book.id} editable={editable} onGiven={() => setTab('kept')} />}
          {tab === 'wrap' && <Wrap book={book} cover={covers.find(one => one.chosen)} pages={pages} />}
        </div>
      </Tabs>
    </Dialog>
  )
}

function nameOf({ design, pictureId }: Cover): string {
  if (!design) return 'Your own picture'
  return `${pictureId ? 'A model’s picture' : titled(design.motif)}, ${design.palette}`
}

function Kept({ book, covers, editable }: { book: Book; covers: readonly Cover[]; editable: boolean }) {
  const { choose, remove } = useCoverActs(book.id)
  const [going, setGoing] = useState<Cover>()
  if (covers.length === 0)
    return <p className="soft">None is kept yet. Try a proposal and keep it, or give your own.</p>
  return (
    <ul className="covers__kept">
      {covers.map(cover => (
        <li key={cover.id}>
          <img className="cover" src={pictureOf(cover)} alt="" />
          <div>
            <b>{nameOf(cover)}</b>
            <p className="small quiet num">
              {number(cover.width)} × {number(cover.height)}, kept {ago(cover.createdAt)}
            </p>
            {cover.chosen && <Chip look="good">The book’s cover</Chip>}
            {cover.outdated && <Chip look="warn">Of an earlier title</Chip>}
            {cover.warnings.map(warning => (
              <Banner key={warning} look="warn">
                {warning}
              </Banner>
            ))}
            {editable && (
              <p className="covers__acts">
                {!cover.chosen && (
                  <Button size="s" onClick={() => choose.mutate(cover.id)}>
                    Choose it
                  </Button>
                )}
                <IconButton
                  icon="trash"
                  size="s"
                  look="quiet"
                  label={`Delete the cover kept ${ago(cover.createdAt)}`}
                  onClick={() => setGoing(cover)}
                />
              </p>
            )}
          </div>
        </li>
      ))}
      {going && (
        <Confirm
          title="Delete this cover?"
          description={
            going.chosen
              ? 'It is the one of the book. Exports draw one from the title until you choose another.'
              : 'Its picture goes with it. The cover of the book stays.'
          }
          act="Delete"
          onConfirm={() => {
            remove.mutate(going.id)
            setGoing(undefined)
          }}
          onClose={() => setGoing(undefined)}
        />
      )}
    </ul>
  )
}

function Own({ bookId, editable, onGiven }: { bookId: string; editable: boolean; onGiven: () => void }) {
  const { give } = useCoverActs(bookId)
  const [byModel, setByModel] = useState(false)
  return (
    <div className="covers__own">
      <p className="soft">An upright picture of at least 625 × 1000 pixels, best 1600 × 2560, at most 64 MB.</p>
      <Check checked={byModel} onChange={event => setByModel(event.target.checked)}>
        An image model made it: stores ask for that
      </Check>
      <label className="field">
        <span className="field__label">Picture</span>
        <input
          type="file"
          accept="image/*"
          disabled={!editable || give.isPending}
          onChange={event => {
            const file = event.target.files?.[0]
            if (file) give.mutate({ file, byModel }, { onSuccess: onGiven })
          }}
        />
      </label>
      {give.isPending && <p className="small quiet">Reading the picture</p>}
      {give.error && (
        <Banner look="stop">
          {explain(give.error).title}. {explain(give.error).detail}
        </Banner>
      )}
    </div>
  )
}
