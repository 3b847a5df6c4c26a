import { useQuery } from '@tanstack/react-query'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { ago, count } from '../../../../components/words.ts'
import { TextToRead } from '../text-to-read.tsx'
import { kindOf, type Version, versionQuery } from './versions.ts'

/** A version as it was, to be read. */
export function ViewDialog({
  chapterId,
  version,
  onRestore,
  onClose,
}: {
  chapterId: string
  version: Version
  onRestore: (() => void) | undefined
  onClose: () => void
}) {
  const text = useQuery(versionQuery(chapterId, version.number))
  return (
    <Dialog
      wide
      title={`Version ${version.number}`}
      description={`${ago(version.createdAt)}, ${kindOf(version)}, ${count(version.words, 'word')}.`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {onRestore && (
            <Button
              look="primary"
              onClick={() => {
                onRestore()
                onClose()
              }}
            >
              Restore
            </Button>
          )}
        </>
      }
    >
      {text.isPending && <Loading what="Reading the version" lines={6} />}
      {text.isError && <ErrorState error={text.error} retry={text.refetch} />}
      {text.data && <TextToRead label="Text">{text.data.content}</TextToRead>}
    </Dialog>
  )
}
