import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { toast, toastError } from '../components/toast.tsx'
import type { Chapter } from '../library/chapter.ts'
import type { EditorHandle } from '../library/workspace/editor-handle.ts'
import { auditQuery, type ChapterAudit, type Finding, fixesQuery, isAudit } from './audit.ts'
import { type Fix, fixesOf, matchFixes } from './match-fixes.ts'
import { lf, offsetOf, toEditor } from './place.ts'

/** A finding with what it is known by and what would mend it. */
export interface ListedFinding extends Finding {
  key: string
  fix: Fix | undefined
}

/** What is found in the open chapter, and what can be done about it. */
export interface Findings {
  audit: ChapterAudit | undefined
  error: Error | null
  retry: () => void
  /** In the order of the text. */
  items: readonly ListedFinding[]
  fixes: readonly Fix[]
  /** Whether the text has changed since, or is being read anew. */
  stale: boolean
  checking: boolean
  /** The key of the finding that is open. */
  open: string | undefined
  setOpen: (key: string | undefined) => void
  /** Whether fixes are being gone through. */
  reviewing: boolean
  setReviewing: (reviewing: boolean) => void
  /** Opens the finding after or before the open one, round at the end, and goes to its line. */
  step: (by: 1 | -1) => void
  goTo: (finding: Finding) => void
  /** Makes a change of the version that was read, in the editor, as one act. Says so when the text has moved on. */
  apply: (fixes: readonly Fix[]) => Promise<void>
}

/** Keeps the findings of a chapter in step with what is saved of it. */
export function useFindings(chapter: Chapter, editor: EditorHandle): Findings {
  const queryClient = useQueryClient()
  const audit = useQuery(auditQuery(chapter.id, chapter.version))
  const isRead = audit.data?.version === chapter.version
  const fixable = useQuery({ ...fixesQuery(chapter.id, chapter.version), enabled: chapter.content.trim() !== '' })
  const [open, setOpen] = useState<string>()
  const [reviewing, setReviewing] = useState(false)
  const changed = useChanged(editor, chapter)
  const fixes = useMemo(() => fixesOf(fixable.data?.hunks ?? []), [fixable.data])
  const items = useMemo(() => list(audit.data?.findings ?? [], fixes), [audit.data, fixes])

  const goTo = useCallback(
    (finding: Finding) => {
      setOpen(items.find(item => item === finding)?.key)
      editor.goTo({ line: finding.line, column: finding.column })
    },
    [items, editor],
  )
  const step = useCallback(
    (by: 1 | -1) => {
      if (items.length === 0) return
      const at = items.findIndex(item => item.key === open)
      // Nothing is open: it is the next one from the cursor.
      const cursor = editor.selection().from
      const text = editor.text()
      const behind = items.findIndex(item => offsetOf(text, item.line, item.column) > cursor)
      const from = at >= 0 ? at : (behind < 0 ? items.length : behind) - (by > 0 ? 1 : 0)
      const next = (from + by + items.length) % items.length
      goTo(items[next]!)
    },
    [items, open, goTo, editor],
  )
  const version = fixable.data?.version
  const apply = useCallback(
    async (chosen: readonly Fix[]) => {
      try {
        const hunks = chosen.flatMap(fix => fix.hunks).toSorted((a, b) => a.start - b.start)
        const changes = hunks.map(({ start, end, after }) => ({
          from: toEditor(chapter.content, start),
          to: toEditor(chapter.content, end),
          insert: lf(after),
        }))
        const text = (await editor.saved()) === version && version === chapter.version ? editor.text() : undefined
        const fits = changes.every(({ from, to }, index) => text?.slice(from, to) === lf(hunks[index]!.before))
        if (!fits) {
          toast('The text has changed since this was found. It is being read anew.')
          await editor.refresh()
          await queryClient.invalidateQueries({ predicate: isAudit })
          return
        }
        editor.replace(changes)
        // The one that was open is mended: the next is opened, so that the same key goes on.
        const index = items.findIndex(item => item.key === open && item.fix && chosen.includes(item.fix))
        if (index >= 0) setOpen((items[index + 1] ?? items[index - 1])?.key)
        await editor.saved()
      } catch (error) {
        toastError(error)
      }
    },
    [editor, chapter, version, items, open, queryClient],
  )
  return {
    audit: audit.data,
    error: audit.data ? null : audit.error,
    retry: audit.refetch,
    items,
    fixes,
    stale: changed || !isRead,
    checking: audit.isFetching,
    open,
    setOpen,
    reviewing: reviewing && fixes.length > 0,
    setReviewing,
    step,
    goTo,
    apply,
  }
}

/** Whether the text in the editor is another than that of the version. */
function useChanged(editor: EditorHandle, chapter: Chapter): boolean {
  const [changed, setChanged] = useState(false)
  useEffect(() => {
    setChanged(editor.text() !== lf(chapter.content))
    return editor.onChange(({ text }) => text && setChanged(true))
  }, [editor, chapter.content])
  return changed
}

/** Findings with a key that stays when lines are added above: what they say without its numbers, and how many said it before. */
function list(findings: readonly Finding[], fixes: readonly Fix[]): ListedFinding[] {
  const seen = new Map<string, number>()
  const matched = matchFixes(findings, fixes)
  return findings.map(finding => {
    const says = `${finding.rule} ${finding.message.replaceAll(/\d+/g, '0')}`
    const before = seen.get(says) ?? 0
    seen.set(says, before + 1)
    return { ...finding, key: `${says} ${before}`, fix: matched.get(finding) }
  })
}
