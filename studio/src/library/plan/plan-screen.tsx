import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { api } from '../../api/client.ts'
import { useTitle } from '../../app/page.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Banner, ErrorState, Loading } from '../../components/states.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { count } from '../../components/words.ts'
import { bookQuery } from '../book.ts'
import { useBookRights } from '../book-rights.ts'
import { openJobQuery, useOpenJob } from './book-job.ts'
import { BriefForm } from './brief/brief-form.tsx'
import { useBrief } from './brief/use-brief.ts'
import { DropFiles } from './drop-files.tsx'
import { EvidencePane } from './evidence/evidence-pane.tsx'
import { Foot } from './foot/foot.tsx'
import { ImportMenu } from './import-menu.tsx'
import * as edits from './outline/edits.ts'
import { OutlinePane } from './outline/outline-pane.tsx'
import type { OutlineView } from './outline/outline-tree.tsx'
import { eachNode, isWritten, rowsOf } from './outline/tree.ts'
import { useOutline } from './outline/use-outline.ts'
import { type Acts, usePaste, usePlanCommands } from './plan-acts.ts'
import { takeGiven } from './sources/given.ts'
import './plan.css'
import { sourcesQuery } from './sources/sources.ts'
import { SourcesSection } from './sources/sources-section.tsx'
import { useAdding } from './sources/use-adding.ts'

/** The plan of a book: brief and sources, the outline, what stands behind it, and the act of writing. */
export function PlanScreen() {
  const { bookId } = useParams({ from: '/app/books/$bookId' })
  // Another book begins with nothing of this one.
  return <Plan key={bookId} bookId={bookId} />
}

function Plan({ bookId }: { bookId: string }) {
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  useTitle(`Plan: ${book.title}`)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const mayEdit = useBookRights(book).edit
  const brief = useBrief(bookId)
  const outline = useOutline(bookId)
  const sources = useQuery(sourcesQuery(bookId))
  const adding = useAdding(bookId)
  const { add } = adding
  useEffect(() => add(takeGiven(bookId)), [add, bookId])
  const [view, setView] = useState<OutlineView>({ chosen: undefined, naming: false, folded: new Set() })
  const [again, setAgain] = useState(false)
  const briefPane = useRef<HTMLElement>(null)
  const { job, connected } = useOpenJob(bookId, async ended => {
    await queryClient.invalidateQueries({ queryKey: ['book', bookId] })
    await outline.reload()
    if (ended.kind === 'outline' && ended.state === 'completed') toast('The outline is here')
    if (ended.state === 'failed') {
      const what = ended.kind === 'outline' ? 'The outline was not made.' : 'Writing stopped.'
      toast(`${what} ${ended.error?.message ?? ''}`)
    }
  })

  const rows = useMemo(() => rowsOf(outline.nodes, new Set()), [outline.nodes])
  const chosen = rows.find(row => row.key === view.chosen) ?? rows.find(row => row.node.kind === 'chapter') ?? rows[0]
  const shownView = { ...view, chosen: chosen?.key }
  const onView = (change: Partial<OutlineView>) => setView(now => ({ ...now, ...change }))
  const passages = sources.data?.reduce((sum, source) => sum + source.passages, 0) ?? 0
  const material = passages ? `${count(passages, 'passage')} from ${count(sources.data!.length, 'source')}` : undefined
  const chapters = [...eachNode(outline.nodes)].filter(node => node.kind === 'chapter')

  const start = async (kind: 'outline' | 'write') => {
    await outline.settled()
    if (!(await brief.flush())) {
      toast('The brief is not saved yet. See beside it why, then try again.')
      return undefined
    }
    const json = { kind, ...(kind === 'outline' && { replan: true }) }
    return ask(api.v1.books[':bookId'].jobs.$post({ param: { bookId }, json }))
  }
  const propose = useMutation({
    mutationFn: () => start('outline'),
    onError: toastError,
    onSuccess: made => made && queryClient.setQueryData(openJobQuery(bookId).queryKey, made),
  })
  const write = useMutation({
    mutationFn: () => start('write'),
    onSuccess: made => {
      if (!made) return
      queryClient.setQueryData(openJobQuery(bookId).queryKey, made)
      return navigate({ to: '/books/$bookId/write', params: { bookId } })
    },
  })
  const onPropose = () => (chapters.some(node => !isWritten(node)) ? setAgain(true) : propose.mutate())

  const allWritten = chapters.length > 0 && chapters.every(isWritten)
  const acts = useRef<Acts>({ write: () => {}, propose: () => {}, source: () => {} })
  acts.current = {
    write: () => mayEdit && !job && !write.isPending && !allWritten && write.mutate(),
    propose: () => mayEdit && !job && onPropose(),
    source: () => briefPane.current?.querySelector<HTMLElement>('.plan-add__t')?.focus(),
  }
  usePlanCommands(acts)
  usePaste(mayEdit ? adding.add : undefined)

  const put = (edit: edits.Edit | edits.Refusal) => outline.apply(edit) && onView({ chosen: edit.focus })
  const withPassages = (section: number, to: (ids: string[]) => string[]) => {
    if (!chosen) return
    const now = chosen.node.sections[section]!
    const sections = chosen.node.sections.with(section, { ...now, passages: to(now.passages) })
    put({ ...edits.write(outline.nodes, chosen.node.key, { sections }), focus: chosen.key })
  }
  return (
    <main id="main" className="plan" tabIndex={-1}>
      {!mayEdit && <Banner look="hint">You may read this plan. Who edits the book can change it.</Banner>}
      <div className="plan-panes">
        <DropFiles onFiles={mayEdit ? files => adding.add(files.map(file => ({ file }))) : undefined}>
          <section ref={briefPane} className="pane plan-side" aria-label="Brief and sources">
            {/* Whoever only reads has no field in it to scroll by. */}
            <div className="pane__body" {...(!mayEdit && { tabIndex: 0 })}>
              <BriefForm brief={brief} mayEdit={mayEdit} />
              {sources.error && !sources.data ? (
                <ErrorState error={sources.error} retry={() => void sources.refetch()} />
              ) : sources.data ? (
                <SourcesSection
                  bookId={bookId}
                  sources={sources.data}
                  adding={adding}
                  mayEdit={mayEdit}
                  chosen={
                    chosen && mayEdit && chosen.node.sections.length > 0
                      ? {
                          title:
                            chosen.section === undefined
                              ? chosen.node.sections[0]!.title
                              : chosen.node.sections[chosen.section]!.title,
                          has: id => chosen.node.sections[chosen.section ?? 0]!.passages.includes(id),
                          put: id => withPassages(chosen.section ?? 0, ids => [...ids, id]),
                        }
                      : undefined
                  }
                />
              ) : (
                <Loading what="Reading the sources" />
              )}
              {mayEdit && <ImportMenu bookId={bookId} />}
            </div>
          </section>
        </DropFiles>
        <OutlinePane
          book={{ ...book, ...brief.values }}
          brief={brief}
          outline={outline}
          view={shownView}
          onView={onView}
          mayEdit={mayEdit}
          job={job}
          connected={connected}
          material={material}
          proposing={propose.isPending}
          onPropose={onPropose}
        />
        <EvidencePane
          bookId={bookId}
          row={chosen}
          itemId={chosen && outline.idOf(chosen.node.key)}
          hasSources={passages > 0}
          mayEdit={mayEdit}
          onWrite={words => {
            if (!chosen) return
            const { section, node } = chosen
            const sections =
              section === undefined || words.synopsis === undefined
                ? undefined
                : node.sections.with(section, { ...node.sections[section]!, synopsis: words.synopsis })
            put({ ...edits.write(outline.nodes, node.key, sections ? { sections } : words), focus: chosen.key })
          }}
          onLeaveOut={(section, id) => withPassages(section, ids => ids.filter(one => one !== id))}
          onRemoveSection={section => {
            const row = rows.find(one => one.node.key === chosen?.node.key && one.section === section)
            if (row) put(edits.remove(outline.nodes, row, rows))
          }}
          onAddSource={acts.current.source}
        />
      </div>
      <Foot
        book={book}
        brief={brief}
        mayEdit={mayEdit}
        dependsOn={[
          book.version,
          outline.nodes.map(node => node.key),
          chapters.map(node => [node.targetWords, node.sections.length]),
          passages,
        ]}
        sources={sources.data ? passages : 1}
        chapters={chapters.length}
        unwritten={chapters.filter(node => !isWritten(node)).length}
        job={job}
        starting={write.isPending}
        error={write.error}
        onWrite={() => write.mutate()}
      />
      {again && (
        <Confirm
          title="Propose the outline again?"
          description="What was planned and not written is replaced. Chapters with text, and what you have marked as edited or approved, stay where they are."
          act="Propose again"
          keep="Keep this outline"
          onConfirm={() => {
            setAgain(false)
            propose.mutate()
          }}
          onClose={() => setAgain(false)}
        />
      )}
    </main>
  )
}
