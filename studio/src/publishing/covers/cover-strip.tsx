import { type PaletteName, palettes, spineWidth } from '@octavo/press/cover/choices'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { count } from '../../components/words.ts'
import type { Book } from '../../library/book.ts'
import { AskPicture } from './ask-picture.tsx'
import { layoutOptions, motifOptions, paletteNames, pictureOption, titled } from './cover-words.ts'
import {
  type Cover,
  type CoverChoices,
  choicesOf,
  coversQuery,
  pictureOf,
  previewOf,
  proposalsQuery,
  sameDesign,
  useCoverActs,
} from './covers.ts'
import { CoversDialog } from './covers-dialog.tsx'
import { pictureOfferQuery, usePicture } from './picture.ts'

/** The book's cover, and its design: figure, cloth, setting of the title. What is tried is kept only when asked. */
export function CoverStrip({ book, editable, pages }: { book: Book; editable: boolean; pages: number | undefined }) {
  const covers = useQuery(coversQuery(book.id))
  const proposals = useQuery(proposalsQuery(book.id))
  const { keep } = useCoverActs(book.id)
  const [tried, setTried] = useState<CoverChoices>()
  const offer = useQuery({ ...pictureOfferQuery(book.id), enabled: editable })
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState(false)
  const picture = usePicture(
    book.id,
    useCallback(() => {
      setTried(undefined)
      setAsking(false)
    }, []),
  )
  if (!covers.data || !proposals.data) return null

  const chosen = covers.data.items.find(one => one.chosen)
  const kept = chosen && choicesOf(chosen)
  const design: CoverChoices = tried ?? kept ?? proposals.data.items[0]!
  const isKept = kept && !chosen.outdated ? sameDesign(kept, design) : false
  const shown =
    chosen && !tried && !chosen.outdated ? pictureOf(chosen) : previewOf(book.id, design, 400, wordsOf(book))
  const attempt = (changes: Partial<CoverChoices>) => {
    const { layout, palette, motif, variation, picture } = design
    setTried({ layout, palette, motif, variation, picture, ...changes })
  }
  return (
    <section className="cov" aria-label="Cover">
      <button type="button" className="cov__picture" onClick={() => setAll(true)} aria-label="All covers">
        <img className="cover" src={shown} alt={`Cover of ${book.title}`} />
      </button>
      <div className="min-w-0">
        <header>
          <h2 className="h4">Cover</h2>
          <span className="small quiet cov__state">{stateOf(chosen, tried !== undefined && !isKept)}</span>
          {editable && !design.picture && (
            <Button size="s" look="quiet" onClick={() => attempt({ variation: (design.variation + 1) % 10_000 })}>
              Draw another
            </Button>
          )}
          {editable && !isKept && (tried || !chosen || chosen.outdated) && (
            <Button
              size="s"
              busy={keep.isPending ? 'Drawing it' : undefined}
              onClick={() => keep.mutate(design, { onSuccess: () => setTried(undefined) })}
            >
              Keep this cover
            </Button>
          )}
          {offer.data && offer.data.models.length > 0 && (
            <Button size="s" look="quiet" onClick={() => setAsking(true)}>
              {picture.running ? 'A model draws a picture…' : 'Ask a model for a picture…'}
            </Button>
          )}
          <Button size="s" look="quiet" onClick={() => setAll(true)}>
            All covers
          </Button>
        </header>
        {editable && (
          <div className="cov__choices">
            <SelectField
              label="Figure"
              options={kept?.picture ? [pictureOption, ...motifOptions] : motifOptions}
              value={design.picture ? pictureOption.value : design.motif}
              onValue={figure =>
                attempt(
                  figure === pictureOption.value
                    ? { picture: kept?.picture }
                    : { motif: figure, variation: 0, picture: undefined },
                )
              }
            />
            <fieldset className="cov__cloths">
              <legend>Cloth</legend>
              {paletteNames.map(name => (
                <button
                  key={name}
                  type="button"
                  className="sw"
                  style={{
                    background: `linear-gradient(${palettes[name].ground} 0 62%, ${palettes[name].accents[0]} 62%)`,
                  }}
                  aria-label={`Cloth: ${titled(name)}`}
                  title={titled(name)}
                  aria-pressed={design.palette === name}
                  onClick={() => attempt({ palette: name as PaletteName })}
                />
              ))}
            </fieldset>
            <div className="cov__title">
              <span className="field__label">Title</span>
              <Segmented
                label="Setting of the title"
                options={layoutOptions}
                value={design.layout}
                onValue={layout => attempt({ layout })}
              />
            </div>
            {pages !== undefined && (
              <span className="small quiet cov__spine">
                Spine {spineWidth(pages, 'white').toFixed(1)} mm, from {count(pages, 'page')}
              </span>
            )}
          </div>
        )}
      </div>
      {asking && offer.data && (
        <AskPicture offer={offer.data} picture={picture} design={design} onClose={() => setAsking(false)} />
      )}
      {all && (
        <CoversDialog
          book={book}
          covers={covers.data.items}
          proposals={proposals.data.items}
          pages={pages}
          editable={editable}
          onTry={setTried}
          onClose={() => setAll(false)}
        />
      )}
    </section>
  )
}

/** What a drawn cover says: with other words it is another picture. */
export const wordsOf = (book: Book) => [book.title, book.subtitle ?? '', ...book.authors].join('\n').slice(0, 300)

function stateOf(chosen: Cover | undefined, trying: boolean): string {
  if (trying) return 'Tried, not kept'
  if (!chosen) return 'Proposed from the title'
  if (chosen.outdated) return 'The title or the authors have changed since'
  if (chosen.pictureId) return 'Around a model’s picture, and chosen'
  return chosen.origin === 'drawn' ? 'Drawn, and chosen' : 'Your own, and chosen'
}
