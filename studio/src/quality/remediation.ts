import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/client.ts'
import { followEvents } from '../api/follow-events.ts'
import { toast, toastError } from '../components/toast.tsx'
import { count } from '../components/words.ts'
import type { Chapter } from '../library/chapter.ts'
import type { EditorHandle } from '../library/workspace/editor-handle.ts'

const ofChapter = api.v1.chapters[':id']

export type Remediation = Answer<Awaited<ReturnType<typeof ofChapter.remediations.$get>>>['items'][number]
export type ProposedHunk = Remediation['hunks'][number]

/** How a selection can be rewritten. */
export const revisions = ['improve', 'shorten', 'expand', 'continue', 'rephrase'] as const
export type Revision = (typeof revisions)[number]

/** The newest remediations and revisions of a chapter. */
export const remediationsQuery = (chapterId: string) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'remediations'],
    queryFn: async () =>
      (await ask(ofChapter.remediations.$get({ param: { id: chapterId }, query: { limit: '20' } }))).items,
  })

/** What a remediation or a revision would cost, before it runs. */
export const remediationEstimateQuery = (chapterId: string, kind: 'remediate' | 'revise', features?: string[]) =>
  queryOptions({
    queryKey: ['chapter', chapterId, 'remediation-estimate', kind, features?.length ?? null],
    queryFn: () =>
      ask(
        ofChapter.remediations.estimate.$post({
          param: { id: chapterId },
          json: { kind, ...(features && { features }) },
        }),
      ),
    retry: false,
  })

export const isOpen = ({ state }: Remediation): boolean => state === 'pending' || state === 'processing'
export const isUndecided = ({ state, hunks }: Remediation): boolean =>
  state === 'completed' && hunks.some(hunk => hunk.decision === null)

/** Hears of a remediation's job until it ends, and reads both anew whenever something happened. */
export function useFollowed({ chapterId, jobId, state }: Remediation): void {
  const queryClient = useQueryClient()
  const running = state === 'pending' || state === 'processing'
  useEffect(() => {
    if (!running || !jobId) return
    const again = () => {
      void queryClient.invalidateQueries({ queryKey: ['job', jobId] })
      void queryClient.invalidateQueries({ queryKey: ['chapter', chapterId, 'remediations'] })
    }
    return followEvents(jobId, 0, { event: again, connected: again })
  }, [running, jobId, chapterId, queryClient])
}

/** Proposals of this chapter that run or wait for a decision, and those this window has asked for. */
export function useProposals(
  chapterId: string,
  own: ReadonlySet<string>,
  dismissed: ReadonlySet<string>,
): Remediation[] {
  const { data = [] } = useQuery(remediationsQuery(chapterId))
  return data.filter(one => !dismissed.has(one.id) && (isOpen(one) || isUndecided(one) || own.has(one.id)))
}

/** Decides on hunks; what is accepted becomes a version, and the editor takes it over. */
export function useDecide(chapter: Chapter, editor: EditorHandle) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, accept, reject }: Decision) => {
      await editor.saved()
      return ask(
        api.v1.remediations[':id'].decide.$post({
          param: { id },
          json: { ...(accept && { accept }), ...(reject && { reject }) },
        }),
      )
    },
    onSuccess: async ({ hunks }, { accept }) => {
      const asked = hunks.filter(hunk => accept === 'all' || accept?.includes(hunk.number))
      const unfit = asked.filter(hunk => hunk.decision === 'unfit').length
      if (unfit > 0) {
        toast(`${count(unfit, 'change')} no longer ${unfit === 1 ? 'fits' : 'fit'} the text and changed nothing.`)
      }
      await editor.refresh()
      await queryClient.invalidateQueries({ queryKey: remediationsQuery(chapter.id).queryKey })
    },
    onError: toastError,
  })
}

interface Decision {
  id: string
  accept?: number[] | 'all'
  reject?: number[] | 'all'
}
