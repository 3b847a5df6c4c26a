import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, buttonClass } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Empty } from '../components/states.tsx'
import { toastError } from '../components/toast.tsx'
import { useOrganization } from '../identity/me.ts'
import { beginSample } from './sample.ts'

/** The library of somebody who has no book yet: three ways to the first one. */
export function Newcomer() {
  const organization = useOrganization()
  const navigate = useNavigate()
  const client = useQueryClient()
  const sample = useMutation({
    mutationFn: () => beginSample(organization.id),
    async onSuccess(book) {
      await client.invalidateQueries({ queryKey: ['books'] })
      await navigate({ to: '/books/$bookId/plan', params: { bookId: book.id } })
    },
    onError: toastError,
  })
  return (
    <Empty
      title="Your books will stand here"
      actions={
        <>
          <Link to="/new" className={buttonClass({ look: 'primary' })}>
            <Icon name="plus" />
            New book
          </Link>
          <Link to="/import" className={buttonClass()}>
            <Icon name="up-from" />
            Import
          </Link>
          <Button busy={sample.isPending ? 'Beginning the sample' : undefined} onClick={() => sample.mutate()}>
            Try with a sample
          </Button>
        </>
      }
    >
      Bring what you have: notes, pages, a manuscript. Octavo arranges it into chapters and makes a site, a PDF and an
      EPUB of it. The sample is an engineer’s eleven files of notes; it needs no key and costs nothing.
    </Empty>
  )
}
