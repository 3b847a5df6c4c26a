import { ask } from '@octavo/server/client'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { toast, toastError } from '../../../../components/toast.tsx'
import { useMe } from '../../../../identity/me.ts'
import type { Chapter } from '../../../chapter.ts'
import type { EditorHandle } from '../../editor-handle.ts'
import type { PanelProps } from '../inspector.tsx'
import { CompareDialog } from './compare-dialog.tsx'
import { LabelDialog } from './label-dialog.tsx'
import { VersionRow } from './version-row.tsx'
import { type Version, versionsQuery } from './versions.ts'
import { ViewDialog } from './view-dialog.tsx'

/** The history of the chapter: look at a version, compare two, name one, make an earlier one the newest again. */
export function VersionsPanel({ chapter, editor, rights }: PanelProps) {
  const me = useMe()
  const queryClient = useQueryClient()
  const history = useInfiniteQuery(versionsQuery(chapter.id))
  const [compared, setCompared] = useState<readonly [number, number]>()
  const [viewed, setViewed] = useState<Version>()
  const [labelled, setLabelled] = useState<Version>()
  const restore = useRestore(chapter, editor)
  useEffect(() => {
    if (chapter.version > 0) void queryClient.invalidateQueries({ queryKey: versionsQuery(chapter.id).queryKey })
  }, [queryClient, chapter.id, chapter.version])

  if (history.isPending) return <Loading what="Reading the history" lines={6} />
  if (history.isError) return <ErrorState error={history.error} retry={history.refetch} />
  const versions = history.data.pages.flatMap(page => page.items)
  const newest = versions[0]
  if (!newest)
    return <p className="insp__say">Nothing has been written here yet. What is saved is kept as a version.</p>
  return (
    <>
      <div className="pane__body" tabIndex={-1}>
        <ol className="insp__timeline" aria-label="Versions, newest first">
          {versions.map((version, index) => (
            <VersionRow
              key={version.number}
              version={version}
              older={versions[index + 1]}
              isNewest={version === newest}
              me={me.id}
              mayEdit={rights.edit}
              onCompare={() => setCompared([version.number, newest.number])}
              onCompareBefore={other => setCompared([other, version.number])}
              onView={() => setViewed(version)}
              onLabel={() => setLabelled(version)}
              onRestore={() => restore.mutate(version.number)}
            />
          ))}
        </ol>
        {history.hasNextPage && (
          <div className="insp__say">
            <Button
              size="s"
              busy={history.isFetchingNextPage ? 'Reading' : undefined}
              onClick={() => history.fetchNextPage()}
            >
              Show older versions
            </Button>
          </div>
        )}
      </div>
      <div className="insp__foot">
        <span className="small quiet" role="status">
          {restore.isPending ? 'Restoring' : 'A restored version is added; nothing is lost'}
        </span>
        {versions.length > 1 && (
          <Button size="s" onClick={() => setCompared([versions[1]!.number, newest.number])}>
            Compare
          </Button>
        )}
      </div>
      {compared && (
        <CompareDialog
          chapterId={chapter.id}
          versions={versions}
          range={compared}
          onRange={setCompared}
          onClose={() => setCompared(undefined)}
        />
      )}
      {viewed && (
        <ViewDialog
          chapterId={chapter.id}
          version={viewed}
          onRestore={rights.edit && viewed !== newest ? () => restore.mutate(viewed.number) : undefined}
          onClose={() => setViewed(undefined)}
        />
      )}
      {labelled && <LabelDialog chapterId={chapter.id} version={labelled} onClose={() => setLabelled(undefined)} />}
    </>
  )
}

/** Makes an earlier version the newest; what is not saved yet is saved first, so that Undo brings it back. */
function useRestore(chapter: Chapter, editor: EditorHandle) {
  const put = async (number: number) => {
    const restored = await ask(
      api.v1.chapters[':id'].versions[':number'].restore.$post({ param: { id: chapter.id, number: String(number) } }),
    )
    await editor.refresh()
    return restored.version
  }
  return useMutation({
    mutationFn: async (number: number) => ({ number, before: await editor.saved(), now: await put(number) }),
    onSuccess: ({ number, before, now }) => {
      if (now === before) return toast(`The text is that of version ${number} already.`)
      toast(`Version ${number} is the text again, as version ${now}.`, {
        undo: () => void put(before).catch(toastError),
      })
    },
    onError: toastError,
  })
}
