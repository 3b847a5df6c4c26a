import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api } from '../api/client.ts'
import { type Command, useCommands } from '../app/commands.tsx'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { toast, toastError } from '../components/toast.tsx'
import { count, money } from '../components/words.ts'
import type { Chapter } from '../library/chapter.ts'
import type { EditorHandle, Range } from '../library/workspace/editor-handle.ts'
import { toStored } from './place.ts'
import { type Revision, remediationEstimateQuery, remediationsQuery, revisions } from './remediation.ts'

const verbs: Record<Revision, string> = {
  improve: 'Improve',
  shorten: 'Shorten',
  expand: 'Expand',
  continue: 'Continue',
  rephrase: 'Rephrase',
}

/** What is selected in the editor, a moment after it stands still. */
export function useSelection(editor: EditorHandle): Range & { text: string } {
  const [selection, setSelection] = useState(() => editor.selection())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = editor.onChange(() => {
      clearTimeout(timer)
      timer = setTimeout(() => setSelection(editor.selection()), 150)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [editor])
  return selection
}

/** Rewrites what is selected: a menu while something is, and its verbs in the palette. What comes of it is a proposal. */
export function Revise({
  chapter,
  editor,
  selection,
  onAsked,
}: {
  chapter: Chapter
  editor: EditorHandle
  selection: Range & { text: string }
  onAsked: (remediationId: string) => void
}) {
  const queryClient = useQueryClient()
  const words = selection.text.split(/\s+/).filter(Boolean).length
  const estimate = useQuery({ ...remediationEstimateQuery(chapter.id, 'revise'), enabled: words > 0 })
  const { mutate, isPending } = useMutation({
    mutationFn: async (action: Revision) => {
      const version = await editor.saved()
      const { from, to } = editor.selection()
      if (from === to) return toast('Select the words to rewrite first.')
      const stored = version === chapter.version ? chapter.content : editor.text()
      const { id } = await ask(
        api.v1.chapters[':id'].revisions.$post({
          param: { id: chapter.id },
          json: { action, start: toStored(stored, from), end: toStored(stored, to), version },
        }),
      )
      onAsked(id)
      await queryClient.invalidateQueries({ queryKey: remediationsQuery(chapter.id).queryKey })
    },
    onError: toastError,
  })
  const commands = useMemo(
    () =>
      revisions.map(
        (action): Command => ({
          name: `${verbs[action]} the selection`,
          icon: 'pen',
          group: 'This chapter',
          run: () => mutate(action),
        }),
      ),
    [mutate],
  )
  useCommands(commands)
  if (words === 0) return null
  return (
    <div className="insp__selection">
      <span className="small quiet">{count(words, 'word')} selected</span>
      <Menu
        trigger={
          <Button size="s" icon="pen" busy={isPending ? 'Asking' : undefined}>
            Rewrite
          </Button>
        }
      >
        <p className="menu__head">
          {estimate.data
            ? `${estimate.data.model}, ${estimate.data.cost > 0 ? `about ${money(estimate.data.cost)}` : 'free of charge'}`
            : 'Estimating the cost'}
        </p>
        {revisions.map(action => (
          <MenuItem key={action} onSelect={() => mutate(action)}>
            {verbs[action]}
          </MenuItem>
        ))}
      </Menu>
    </div>
  )
}
