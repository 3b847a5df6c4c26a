import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api } from '../../api/client.ts'
import { type Command, useCommands } from '../../app/commands.tsx'
import { useTitle } from '../../app/page.tsx'
import { buttonClass } from '../../components/button.tsx'
import { toast } from '../../components/toast.tsx'
import { count } from '../../components/words.ts'
import { bookQuery } from '../book.ts'
import { useBookRights } from '../book-rights.ts'
import './plan.css'
import { ItemPane } from './structure/item-pane.tsx'
import { MakeChapters } from './structure/make-chapters.tsx'
import { Reading, Unread } from './structure/reading.tsx'
import {
  doubtful,
  itemsIn,
  methods,
  type Structure,
  type StructureItem,
  structureQuery,
  structureRows,
  structuresQuery,
} from './structure/structure.ts'
import './structure/structure.css'
import { SplitDialog } from './structure/split-dialog.tsx'
import { StructureTree } from './structure/structure-tree.tsx'
import { Told } from './structure/told.tsx'
import { UploadNotes } from './structure/upload-notes.tsx'
import { useStructure } from './structure/use-structure.ts'

/** What an import proposes: read, corrected, and made into chapters. */
export function StructureScreen() {
  const { bookId, structureId } = useParams({ from: '/app/books/$bookId/structures/$structureId' })
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  const { data: structure } = useSuspenseQuery(structureQuery(structureId))
  const mayEdit = useBookRights(book).edit
  useTitle(`Import: ${structure.name}`)
  return (
    <main id="main" className="plan" tabIndex={-1}>
      {structure.state === 'reading' && <Reading structure={structure} />}
      {(structure.state === 'failed' || structure.state === 'canceled') && (
        <Unread structure={structure} empty={book.chapters === 0} />
      )}
      {(structure.state === 'proposed' || structure.state === 'confirmed') && (
        <Proposal key={structureId} structureId={structureId} mayEdit={mayEdit} />
      )}
    </main>
  )
}

function Proposal({ structureId, mayEdit }: { structureId: string; mayEdit: boolean }) {
  const { structure, correct, saving } = useStructure(structureId)
  const { bookId } = structure
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState<string>()
  const [naming, setNaming] = useState(false)
  const [splitting, setSplitting] = useState<StructureItem>()
  const [conflicts, setConflicts] = useState<'keep' | 'replace'>('keep')
  const tools = useRef<HTMLDivElement>(null)
  const { data: imports } = useQuery(structuresQuery(bookId))
  const again = imports?.some(one => one.state === 'confirmed' && one.id !== structureId) ?? false
  const readOnly = !mayEdit || structure.state === 'confirmed'

  const confirm = useMutation({
    mutationFn: () => {
      const headers = { 'if-match': `"v${structure.version}"` }
      const param = { id: structureId }
      return ask(api.v1.structures[':id'].confirm.$post({ param, json: { conflicts } }, { headers }))
    },
    async onSuccess(imported) {
      // Imported again, its author looks at what became of each chapter first.
      if (again) {
        await queryClient.invalidateQueries({ queryKey: ['book', bookId] })
        return
      }
      toast(`${count(imported.chapters.length, 'chapter')} made`)
      await navigate({ to: '/books/$bookId/edit', params: { bookId } })
      await queryClient.invalidateQueries()
    },
  })
  const acts = useRef<() => unknown>(() => {})
  acts.current = () => !readOnly && !saving && !confirm.isPending && !confirm.data && confirm.mutate()
  const [commands] = useState<readonly Command[]>(() => [
    { name: 'Make the chapters', keys: 'mod+Enter', icon: 'check', group: 'This book', run: () => acts.current() },
  ])
  useCommands(commands)

  const items = itemsIn(structure)
  const rows = structureRows(items, new Set())
  const item = (rows.find(row => row.item.id === chosen) ?? rows[0])?.item
  const chapters = rows.filter(row => row.item.kind === 'chapter')
  const unsure = chapters.filter(row => row.item.confidence < doubtful && row.item.method !== 'manual').length
  if (confirm.data) {
    return (
      <div className="structure-reading">
        <h1 className="h2">The chapters are in the book</h1>
        <Told imported={confirm.data} />
        <div>
          <Link className={buttonClass({ look: 'primary' })} to="/books/$bookId/edit" params={{ bookId }}>
            Open the book
          </Link>
        </div>
      </div>
    )
  }
  return (
    <>
      <div className="plan-panes structure-panes">
        <section className="pane pane--sheet" aria-label="Chapters found">
          <div className="pane__body">
            <div className="plan-title">
              <h1 className="h2">{structure.name}</h1>
              <p className="soft">{summary(structure, chapters.length, unsure)}</p>
            </div>
            <div className="plan-tools" ref={tools} tabIndex={-1}>
              <p>
                {count(chapters.length, 'chapter')}
                {saving && ' · saving'}
              </p>
            </div>
            <div className="plan-outline">
              <StructureTree
                items={items}
                chosen={item?.id}
                naming={naming}
                readOnly={readOnly}
                onChoose={id => {
                  setChosen(id)
                  if (id !== item?.id) setNaming(false)
                }}
                onNaming={setNaming}
                onCorrect={correct}
                onSplit={one => one.end - one.start > 1 && setSplitting(one)}
                onLeave={() => tools.current?.focus()}
              />
              {!readOnly && (
                <p className="plan-keys" id="structure-keys">
                  ↑ ↓ move, ← → fold, Alt ↑ ↓ carry, Tab and Shift Tab nest, R rename, S split, J join, Del leave out,
                  Esc leaves.
                </p>
              )}
            </div>
          </div>
        </section>
        <aside className="pane structure-side" aria-label="About the chapter and the file">
          <div className="pane__body">
            {item && (
              <ItemPane
                item={item}
                readOnly={readOnly}
                onCorrect={correct}
                onSplit={setSplitting}
                onName={() => {
                  setChosen(item.id)
                  setNaming(true)
                }}
              />
            )}
            <UploadNotes structure={structure} />
          </div>
        </aside>
      </div>
      <MakeChapters
        structure={structure}
        again={again}
        readOnly={readOnly}
        conflicts={conflicts}
        onConflicts={setConflicts}
        busy={confirm.isPending}
        error={confirm.error}
        onMake={() => acts.current()}
      />
      {splitting && (
        <SplitDialog
          structureId={structureId}
          item={splitting}
          onClose={() => setSplitting(undefined)}
          onSplit={async block => {
            setSplitting(undefined)
            if (await correct({ do: 'split', item: splitting.id, block })) toast('Split')
          }}
        />
      )}
    </>
  )
}

function summary({ method, confidence, state }: Structure, chapters: number, unsure: number): string {
  if (state === 'confirmed') return 'Its chapters are in the book.'
  const how = `Found ${methods[method ?? ''] ?? 'in it'}`
  if (chapters === 0) return 'No chapter was found in it.'
  if (unsure > 0)
    return `${how}. ${count(unsure, 'chapter')} should be looked at: nothing clear says that they begin there.`
  return `${how}, at least ${Math.round((confidence ?? 0) * 100)} % sure of each.`
}
