import './inspector.css'
import { type ComponentType, lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { type Command, useCommands } from '../../../app/commands.tsx'
import { IconButton } from '../../../components/button.tsx'
import { Menu, MenuChoice } from '../../../components/menu.tsx'
import { Banner, Loading } from '../../../components/states.tsx'
import { Tabs } from '../../../components/tabs.tsx'
import { FindingsPanel } from '../../../quality/findings-panel.tsx'
import { lf, rangeOf } from '../../../quality/place.ts'
import { useProposals } from '../../../quality/remediation.ts'
import { Revise, useSelection } from '../../../quality/revise.tsx'
import { ruleName, severityLooks } from '../../../quality/rule-names.ts'
import { type Findings, useFindings } from '../../../quality/use-findings.ts'
import type { Book } from '../../book.ts'
import { type BookRights, useBookRights } from '../../book-rights.ts'
import type { Chapter } from '../../chapter.ts'
import type { EditorHandle, Mark, Range } from '../editor-handle.ts'
import { useOpenNotes } from './notes/open-notes.ts'

/** What every panel is about. */
export interface PanelProps {
  book: Book
  chapter: Chapter
  editor: EditorHandle
  rights: BookRights
  selection: Range & { text: string }
  /** Whether a comment is being written. */
  commenting: boolean
  setCommenting: (commenting: boolean) => void
}

const panels = [
  { value: 'findings', label: 'Findings' },
  { value: 'evidence', label: 'Evidence' },
  { value: 'versions', label: 'Versions' },
  { value: 'notes', label: 'Notes' },
  { value: 'statistics', label: 'Statistics' },
  { value: 'book', label: 'Book' },
] as const
type Panel = (typeof panels)[number]['value']

const later: Record<Exclude<Panel, 'findings'>, ComponentType<PanelProps>> = {
  evidence: lazy(async () => ({ default: (await import('./evidence/evidence-panel.tsx')).EvidencePanel })),
  versions: lazy(async () => ({ default: (await import('./versions/versions-panel.tsx')).VersionsPanel })),
  notes: lazy(async () => ({ default: (await import('./notes/notes-panel.tsx')).NotesPanel })),
  statistics: lazy(async () => ({ default: (await import('./statistics/statistics-panel.tsx')).StatisticsPanel })),
  book: lazy(async () => ({ default: (await import('./settings/book-panel.tsx')).BookPanel })),
}

const remembered = 'octavo-inspector'

/** What is known about the open chapter: findings, evidence, versions, notes. It fills its pane, head and all. */
export function Inspector({ book, chapter, editor }: { book: Book; chapter: Chapter; editor: EditorHandle }) {
  return <ChapterInspector key={chapter.id} book={book} chapter={chapter} editor={editor} />
}

function ChapterInspector({ book, chapter, editor }: { book: Book; chapter: Chapter; editor: EditorHandle }) {
  const [panel, setPanel] = useState(chosenPanel)
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set())
  const [putAway, setPutAway] = useState<ReadonlySet<string>>(new Set())
  const [commenting, setCommenting] = useState(false)
  const rights = useBookRights(book)
  const selection = useSelection(editor)
  const findings = useFindings(chapter, editor)
  const proposals = useProposals(chapter.id, asked, putAway)
  const notes = useOpenNotes(chapter)
  const choose = useMemo(
    () => (value: Panel) => {
      localStorage.setItem(remembered, value)
      setPanel(value)
    },
    [],
  )
  const onAsked = (id: string) => {
    setAsked(new Set([...asked, id]))
    choose('findings')
  }
  useMarks(editor, chapter, findings, panel === 'notes' ? notes.passages : none)
  useCommands(useInspectorCommands(findings, rights, choose))
  useCommands(
    useMemo(
      (): Command[] =>
        rights.comment
          ? [
              {
                name: 'Comment',
                keys: 'mod+alt+m',
                icon: 'comment',
                group: 'This chapter',
                run: () => {
                  choose('notes')
                  setCommenting(true)
                },
              },
            ]
          : [],
      [rights.comment, choose],
    ),
  )

  // The tabs may be wider than the pane; the chosen one is in sight, however it was chosen.
  useEffect(() => {
    document
      .querySelector(`.insp [role="tab"][id$="-${panel}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [panel])

  const counts: Partial<Record<Panel, number>> = { findings: findings.items.length, notes: notes.count }
  const Later = panel === 'findings' ? undefined : later[panel]
  return (
    <Tabs
      label="Inspector"
      className="insp"
      tabs={panels.map(tab => ({ ...tab, count: counts[tab.value] || undefined }))}
      value={panel}
      onValue={choose}
      end={
        <Menu trigger={<IconButton icon="down" label="All panels" look="quiet" size="s" />}>
          <MenuChoice label="Show" options={panels} value={panel} onValue={choose} />
        </Menu>
      }
    >
      {!rights.edit && (
        <Banner look="hint" icon="eye">
          {rights.comment
            ? 'You may read, comment and suggest here. The text is changed by editors.'
            : 'You may read here. To comment or change something, ask whoever shared the book.'}
        </Banner>
      )}
      {rights.generate && <Revise chapter={chapter} editor={editor} selection={selection} onAsked={onAsked} />}
      {Later ? (
        <Suspense fallback={<Loading what="Opening" />}>
          <Later
            book={book}
            chapter={chapter}
            editor={editor}
            rights={rights}
            selection={selection}
            commenting={commenting}
            setCommenting={setCommenting}
          />
        </Suspense>
      ) : (
        <FindingsPanel
          book={book}
          chapter={chapter}
          editor={editor}
          rights={rights}
          findings={findings}
          proposals={proposals}
          onAsked={onAsked}
          onDismiss={id => setPutAway(new Set([...putAway, id]))}
        />
      )}
    </Tabs>
  )
}

const none: readonly Mark[] = []

function chosenPanel(): Panel {
  const chosen = localStorage.getItem(remembered)
  return panels.find(one => one.value === chosen)?.value ?? 'findings'
}

/** Shows findings in the text; only when it is the text they were found in, for later they move with it. */
function useMarks(editor: EditorHandle, chapter: Chapter, findings: Findings, notes: readonly Mark[]): void {
  const { audit, items, apply } = findings
  useEffect(() => {
    const text = lf(chapter.content)
    if (audit?.version !== chapter.version || editor.text() !== text) return
    const found = items.map(
      (item): Mark => ({
        ...rangeOf(text, item),
        severity: severityLooks[item.severity].look,
        message: `${ruleName(item.rule)}. ${item.message}`,
        ...(item.fix && { fix: { name: 'Apply fix', apply: () => void apply([item.fix!]) } }),
      }),
    )
    editor.setMarks([...found, ...notes])
  }, [editor, chapter, audit, items, apply, notes])
}

function useInspectorCommands(findings: Findings, rights: BookRights, choose: (panel: Panel) => void): Command[] {
  const { items, open, step, apply, fixes, reviewing, setReviewing } = findings
  return useMemo(() => {
    const group = 'This chapter'
    const toFinding = (by: 1 | -1) => () => {
      choose('findings')
      step(by)
    }
    const fix = items.find(item => item.key === open)?.fix
    return [
      { name: 'Next finding', keys: 'F8', icon: 'down', group, run: toFinding(1) },
      { name: 'Previous finding', keys: 'shift+F8', icon: 'down', group, run: toFinding(-1) },
      ...(fix && rights.edit && !reviewing
        ? [{ name: 'Apply the fix', keys: 'mod+.', icon: 'check', group, run: () => void apply([fix]) } as const]
        : []),
      ...(fixes.length > 0 && rights.edit && !reviewing
        ? [
            {
              name: `Review ${fixes.length} fixes`,
              icon: 'check',
              group,
              run: () => {
                choose('findings')
                setReviewing(true)
              },
            } as const,
          ]
        : []),
      ...panels.map(
        (tab): Command => ({
          name: `Show ${tab.label.toLowerCase()}`,
          icon: 'list',
          group,
          run: () => choose(tab.value),
        }),
      ),
    ]
  }, [items, open, step, apply, fixes, rights.edit, reviewing, setReviewing, choose])
}
