import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type Command, useCommands } from '../../app/commands.tsx'
import { useTitle } from '../../app/page.tsx'
import { Button } from '../../components/button.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import type { Book, Outline } from '../book.ts'
import { EditorPane } from './editor/editor-pane.tsx'
import type { OpenChapter } from './editor/open-chapter.ts'
import { type Opening, useChapterState } from './editor/use-open-chapter.ts'
import { Folio } from './folio.tsx'
import { Inspector } from './inspector/inspector.tsx'
import { useLastPlace } from './last-place.ts'
import { focusNextPane, useMedia, usePanes, type View } from './panes.ts'
import { Preview } from './preview/preview.tsx'
import { Separator } from './separator.tsx'
import { type PhonePane, Switcher } from './switcher.tsx'
import { rowsOf } from './tree/chapters-of.ts'
import { TreePane } from './tree/tree-pane.tsx'

const views: readonly { value: View; label: string }[] = [
  { value: 'source', label: 'Source' },
  { value: 'split', label: 'Split' },
  { value: 'preview', label: 'Preview' },
]

/** What the side panes are wide as designed, in px, on wide screens and on others. */
const designed = { tree: [256, 228], inspector: [344, 300] } as const

/** The panes of the workspace around one chapter. */
export function Workspace({
  book,
  outline,
  chapterId,
  opening,
  mayWrite,
}: {
  book: Book
  outline: Outline
  chapterId: string
  opening: Opening
  mayWrite: boolean
}) {
  useTitle(book.title)
  const open = opening && 'open' in opening ? opening.open : undefined
  const desk = useRef<HTMLDivElement>(null)
  const [panes, setPanes] = usePanes()
  const [focused, setFocused] = useState(false)
  const [phonePane, setPhonePane] = useState<PhonePane>('source')
  const isPhone = useMedia('(max-width: 760px)')
  const isWide = useMedia('(min-width: 1361px)')
  const isTight = useMedia('(max-width: 1100px)')
  useLastPlace(open)
  useCommands(useWorkspaceCommands(open, panes.view, setPanes, setFocused, panes))

  const inspectorHidden = panes.inspectorHidden ?? isTight
  const shows = (pane: PhonePane) => {
    if (isPhone) return phonePane === pane
    if (focused) return pane === 'source'
    if (pane === 'tree') return !panes.treeHidden
    if (pane === 'inspector') return !inspectorHidden
    return panes.view === 'split' || panes.view === pane
  }
  const percent = (px: number) => (px / innerWidth) * 100
  const tree = shows('tree') ? (panes.tree ?? percent(designed.tree[isWide ? 0 : 1])) : 0
  const inspector = shows('inspector') ? (panes.inspector ?? percent(designed.inspector[isWide ? 0 : 1])) : 0
  const middle = 100 - tree - inspector
  const source = panes.source ?? 51
  const view = !isPhone && (
    <Segmented
      label="Panes"
      options={views}
      value={focused ? 'source' : panes.view}
      onValue={chosen => {
        setFocused(false)
        setPanes({ view: chosen })
      }}
    />
  )
  const style = { '--tree': `${tree}%`, '--inspector': `${inspector}%`, '--source': source, '--rest': 100 - source }
  return (
    <main id="main" className="workspace" data-focused={focused} tabIndex={-1}>
      <h1 className="vh">{titleOf(outline, chapterId) ?? book.title}</h1>
      <div className="desk" ref={desk} style={style}>
        {shows('tree') && (
          <nav className="pane treepane" aria-label="Chapters" data-pane="tree" tabIndex={-1}>
            <TreePane bookId={book.id} outline={outline} chapterId={chapterId} open={open} mayWrite={mayWrite} />
          </nav>
        )}
        {shows('tree') && !isPhone && (
          <Separator
            label="Width of the chapters"
            desk={desk}
            value={tree}
            min={10}
            max={30}
            onValue={value => setPanes({ tree: value })}
            onReset={() => setPanes({ tree: undefined })}
          />
        )}
        <section
          className="pane pane--sheet srcpane"
          aria-label="Source"
          data-pane="source"
          tabIndex={-1}
          hidden={!shows('source')}
        >
          {open ? (
            <EditorPane
              open={open}
              bookId={book.id}
              view={
                focused ? (
                  <Button look="quiet" size="s" icon="left" keys="mod+shift+f" onClick={() => setFocused(false)}>
                    Leave focus
                  </Button>
                ) : (
                  view
                )
              }
              onFocusMode={() => {
                setFocused(!focused)
                open.view.focus()
              }}
            />
          ) : opening && 'error' in opening ? (
            <ErrorState error={opening.error} retry={opening.retry} />
          ) : (
            <Loading what="Opening the chapter" lines={8} />
          )}
        </section>
        {!isPhone && shows('source') && shows('preview') && (
          <Separator
            label="Width of the source"
            desk={desk}
            value={tree + (middle * source) / 100}
            min={Math.round(tree + 15)}
            max={Math.round(100 - inspector - 15)}
            onValue={value => setPanes({ source: Math.round(((value - tree) / middle) * 100) })}
            onReset={() => setPanes({ source: undefined })}
          />
        )}
        {shows('preview') && (
          <section className="pane pane--sheet prevpane" aria-label="Preview" data-pane="preview" tabIndex={-1}>
            {!isPhone && panes.view === 'preview' && <div className="pane__head">{view}</div>}
            {open && <PreviewOf open={open} bookId={book.id} />}
          </section>
        )}
        {shows('inspector') && !isPhone && (
          <Separator
            label="Width of the inspector"
            desk={desk}
            value={100 - inspector}
            min={60}
            max={88}
            onValue={value => setPanes({ inspector: 100 - value })}
            onReset={() => setPanes({ inspector: undefined })}
          />
        )}
        {shows('inspector') && (
          <aside className="pane insppane" aria-label="Inspector" data-pane="inspector" tabIndex={-1}>
            {open && <InspectorOf open={open} book={book} onGo={isPhone ? () => setPhonePane('source') : undefined} />}
          </aside>
        )}
      </div>
      {open && <Folio open={open} />}
      {isPhone && <Switcher value={phonePane} onValue={setPhonePane} />}
    </main>
  )
}

const titleOf = (outline: Outline, chapterId: string) =>
  rowsOf(outline).find(row => row.item.chapter?.id === chapterId)?.item.title

function PreviewOf({ open, bookId }: { open: OpenChapter; bookId: string }) {
  const text = useChapterState(open, state => state.text)
  const line = useChapterState(open, state => state.line)
  const { handle } = open
  const onLine = useMemo(() => (to: number) => handle.goTo({ line: to }), [handle])
  return <Preview bookId={bookId} chapterId={handle.chapterId} text={text} line={line} onLine={onLine} />
}

function InspectorOf({
  open,
  book,
  onGo,
}: {
  open: OpenChapter
  book: Book
  /** Brings the source to sight before the inspector goes to a place in it. */
  onGo: (() => void) | undefined
}) {
  const chapter = useChapterState(open, state => state.chapter)
  const client = useQueryClient()
  const { version } = chapter
  // The tree shows words and findings of what is saved; the audit of the inspector has the first word.
  useEffect(() => {
    const timer = setTimeout(() => {
      void client.invalidateQueries({ queryKey: ['book', book.id, 'outline'] })
      void client.invalidateQueries({ queryKey: ['book', book.id, 'audit'] })
      void client.invalidateQueries({ queryKey: ['book', book.id, 'references'] })
    }, 4_000)
    return () => clearTimeout(timer)
  }, [client, book.id, version])
  const going = useRef(onGo)
  going.current = onGo
  const editor = useMemo(() => {
    const after =
      <Place extends unknown[]>(go: (...place: Place) => void) =>
      (...place: Place) => {
        if (!going.current) return go(...place)
        going.current()
        requestAnimationFrame(() => go(...place))
      }
    return { ...open.handle, goTo: after(open.handle.goTo), goToOffset: after(open.handle.goToOffset) }
  }, [open])
  return <Inspector book={book} chapter={chapter} editor={editor} />
}

type Change = ReturnType<typeof usePanes>[1]

function useWorkspaceCommands(
  open: OpenChapter | undefined,
  view: View,
  setPanes: Change,
  setFocused: (change: (focused: boolean) => boolean) => void,
  { treeHidden, inspectorHidden }: ReturnType<typeof usePanes>[0],
): Command[] {
  const change = useRef(setPanes)
  change.current = setPanes
  return useMemo(
    () => [
      {
        name: 'Focus on the text',
        icon: 'focus',
        keys: 'mod+shift+f',
        group: 'This chapter',
        run: () => setFocused(on => !on),
      },
      { name: 'Next pane', icon: 'right', keys: 'F6', group: 'This chapter', run: focusNextPane },
      ...views
        .filter(one => one.value !== view)
        .map(({ value, label }) => ({
          name: `Show ${label.toLowerCase()}`,
          group: 'This chapter',
          run: () => change.current({ view: value }),
        })),
      {
        name: treeHidden ? 'Show the chapters' : 'Hide the chapters',
        group: 'This chapter',
        run: () => change.current({ treeHidden: !treeHidden }),
      },
      {
        name: inspectorHidden ? 'Show the inspector' : 'Hide the inspector',
        group: 'This chapter',
        run: () => change.current({ inspectorHidden: !inspectorHidden }),
      },
      ...(open?.mayEdit
        ? [
            {
              name: 'Save a version',
              keys: 'mod+s',
              icon: 'check' as const,
              group: 'This chapter',
              run: () => void open.save(),
            },
          ]
        : []),
    ],
    [open, view, treeHidden, inspectorHidden, setFocused],
  )
}
