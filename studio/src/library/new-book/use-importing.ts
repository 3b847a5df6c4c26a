import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../api/client.ts'
import { type Sent, upload } from '../../api/upload.ts'
import { useOrganization } from '../../identity/me.ts'
import type { Structure } from '../plan/structure/structure.ts'

/** A manuscript: a file of it, or where it is. */
export type Manuscript = { file: File } | { url: string }

/** Sends a manuscript, into a book or as a new one, and goes on to the structure that is proposed for it. */
export function useImporting(bookId?: string) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const organizationId = useOrganization().id
  const [sent, setSent] = useState<Sent>()
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])
  const mutation = useMutation({
    async mutationFn(manuscript: Manuscript): Promise<Pick<Structure, 'id' | 'bookId'>> {
      stop.current = new AbortController()
      setSent(undefined)
      if ('url' in manuscript) {
        const { url } = manuscript
        if (bookId) return ask(api.v1.books[':id'].imports.address.$post({ param: { id: bookId }, json: { url } }))
        return ask(api.v1.imports.address.$post({ json: { url, organizationId } }))
      }
      const query = new URLSearchParams({ name: manuscript.file.name, ...(!bookId && { organizationId }) })
      const path = bookId ? `/v1/books/${bookId}/imports` : '/v1/imports'
      return upload(`${path}?${query}`, manuscript.file, { onSent: setSent, signal: stop.current.signal })
    },
    async onSuccess(made) {
      await queryClient.invalidateQueries({ queryKey: ['books'] })
      const params = { bookId: made.bookId, structureId: made.id }
      await navigate({ to: '/books/$bookId/structures/$structureId', params })
    },
  })
  return { ...mutation, sent, cancel: () => stop.current?.abort() }
}
