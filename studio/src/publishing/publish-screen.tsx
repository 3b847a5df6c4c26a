import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useCommands } from '../app/commands.tsx'
import { Button } from '../components/button.tsx'
import { isChord } from '../components/keys.tsx'
import { Banner } from '../components/states.tsx'
import { bookQuery } from '../library/book.ts'
import { useMayEdit } from './access.ts'
import { BookDetails } from './book-details.tsx'
import { CoverStrip } from './covers/cover-strip.tsx'
import { Destinations } from './destinations/destinations.tsx'
import { ExportHistory } from './exports/export-history.tsx'
import { exportsQuery, isOpen, useExportActs } from './exports/exports.ts'
import { Making } from './exports/making.tsx'
import { Refused } from './exports/refused.tsx'
import { FormatList } from './formats/format-list.tsx'
import { type ExportOptions, type Format, formatNames, formats, heeded } from './formats/formats.ts'
import { OptionsMenu } from './formats/options-menu.tsx'
import { GatePane } from './gate/gate-pane.tsx'
import { Stage } from './preview/stage.tsx'
import { StageEnd } from './preview/stage-head.tsx'
import './covers/covers.css'
import './destinations/destinations.css'
import './publish.css'

/** Publish: the forms of a book, what they look like, whether it may go out, and where it goes. */
export function PublishScreen() {
  const { bookId } = useParams({ from: '/app/books/$bookId/publish' })
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  const { data: exports } = useSuspenseQuery(exportsQuery(bookId))
  const { make, cancel, remove } = useExportActs(bookId)
  const editable = useMayEdit(book)
  const [shown, setShown] = useState<Format>(() => exports.items[0]?.format ?? 'pdf')
  const [ticked, setTicked] = useState<ReadonlySet<Format>>(new Set())
  const [chosen, setChosen] = useState<Partial<Record<Format, ExportOptions>>>({})

  // What was asked for last is asked for again, but for a choice of chapters: that was for once.
  const optionsOf = (format: Format): ExportOptions => {
    const { chapters: _, ...last } = exports.items.find(one => one.format === format)?.options ?? {}
    return heeded(format, chosen[format] ?? last)
  }
  const wanted = ticked.size > 0 ? formatNames.filter(format => ticked.has(format)) : [shown]
  const written = book.chapters > 0
  const act = wanted.length === 1 ? `Export ${formats[wanted[0]!].name}` : `Export ${wanted.length} formats`
  const run = (some: readonly Format[]) => {
    if (make.isPending || !written) return
    setShown(some[0]!)
    make.mutate(some.map(format => ({ format, options: optionsOf(format) })))
    setTicked(new Set())
  }
  const latest = useRef(run)
  latest.current = run
  const wantedKey = wanted.join()
  useCommands(
    useMemo(() => {
      const main = () => latest.current(wantedKey.split(',') as Format[])
      return [
        { name: act, icon: 'down-to', group: 'This book', keys: 'mod+Enter', run: main },
        ...formatNames
          .filter(format => `Export ${formats[format].name}` !== act)
          .map(format => ({
            name: `Export ${formats[format].name}`,
            icon: formats[format].icon,
            group: 'This book',
            run: () => latest.current([format]),
          })),
      ] as const
    }, [act, wantedKey]),
  )

  useEffect(() => {
    // The key of exporting elsewhere does it here as well.
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isChord(event, 'mod+shift+e')) return
      event.preventDefault()
      latest.current(wantedKey.split(',') as Format[])
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [wantedKey])

  return (
    <main id="main" className="press" tabIndex={-1}>
      <h1 className="vh">Publish {book.title}</h1>
      <nav className="pane formpane" aria-label="Formats and exports">
        <div className="pane__head">
          <h2 className="h4">Formats</h2>
        </div>
        <div className="pane__body">
          <FormatList
            exports={exports.items}
            shown={shown}
            ticked={ticked}
            onShow={setShown}
            onTick={(format, on) =>
              setTicked(new Set(formatNames.filter(one => (one === format ? on : ticked.has(one)))))
            }
          />
          <ExportHistory exports={exports.items} onDelete={id => remove.mutate(id)} />
          <BookDetails book={book} editable={editable} />
        </div>
      </nav>

      <section className="mid" aria-label={`Preview of ${formats[shown].inSentence}`}>
        <StageEnd
          value={
            <OptionsMenu
              bookId={bookId}
              format={shown}
              options={optionsOf(shown)}
              onChange={options => setChosen({ ...chosen, [shown]: options })}
            />
          }
        >
          <Stage format={shown} exports={exports.items} written={written} />
        </StageEnd>
        <CoverStrip book={book} editable={editable} pages={exports.items.find(one => one.pages)?.pages ?? undefined} />
      </section>

      <aside className="pane gatepane" aria-label="Checks, export and destinations">
        <div className="pane__body">
          {!editable && (
            <Banner look="hint">
              You may look and export. Covers, files and publishing are for editors: ask an owner for that role.
            </Banner>
          )}
          <GatePane bookId={bookId} editable={editable} />
          <div className="gobar">
            <Button
              look="primary"
              size="l"
              icon="down-to"
              keys="mod+Enter"
              disabled={!written}
              busy={make.isPending ? 'Asking for it' : undefined}
              onClick={() => run(wanted)}
            >
              {act}
            </Button>
            {make.error && <Refused error={make.error} />}
            <Making exports={exports.items} onCancel={id => cancel.mutate(id)} />
            <p className="vh" aria-live="polite">
              {exports.items.some(isOpen)
                ? ''
                : exports.items[0] && `${formats[exports.items[0].format].name} ${exports.items[0].state}`}
            </p>
          </div>
          <Destinations book={book} editable={editable} />
        </div>
      </aside>
    </main>
  )
}
