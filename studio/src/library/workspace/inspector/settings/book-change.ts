import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, explain, hasCode } from '../../../../api/client.ts'
import { isAudit } from '../../../../quality/audit.ts'
import { type Book, bookQuery } from '../../../book.ts'

type Changes = Parameters<(typeof api)['v1']['books'][':id']['$patch']>[0]['json']
/** A setting of a book that can be changed here. */
export type Setting = keyof Changes & keyof Book

/** Somebody else has changed the same setting meanwhile. */
export class SettingTaken extends Error {
  readonly theirs: unknown

  constructor(theirs: unknown) {
    super('Somebody else has changed this meanwhile.')
    this.theirs = theirs
  }
}

/** What an audit depends on: when one of these changes, every chapter is read anew. */
const audited: ReadonlySet<string> = new Set(['requiredFeatures', 'styleWords', 'auditThreshold', 'language'])

/**
 * Changes one setting of a book. What others have changed besides stays; when it is the same setting, it fails with
 * theirs, and a second try writes over it.
 */
export function useBookChange<Name extends Setting>(book: Book, name: Name) {
  const queryClient = useQueryClient()
  const { queryKey } = bookQuery(book.id)
  const put = (value: Changes[Name], version: number) =>
    ask(
      api.v1.books[':id'].$patch(
        { param: { id: book.id }, json: { [name]: value } },
        { headers: { 'if-match': `"v${version}"` } },
      ),
    )
  return useMutation({
    // One after the other: each goes by the version the one before made.
    scope: { id: `book ${book.id}` },
    mutationFn: async (value: Changes[Name]) => {
      const known = queryClient.getQueryData(queryKey) ?? book
      try {
        return await put(value, known.version)
      } catch (error) {
        if (!hasCode(error, 'version_conflict')) throw error
        const now = await queryClient.fetchQuery({ ...bookQuery(book.id), staleTime: 0 })
        if (JSON.stringify(now[name]) !== JSON.stringify(known[name])) throw new SettingTaken(now[name])
        return put(value, now.version)
      }
    },
    onSuccess: changed => {
      queryClient.setQueryData(queryKey, changed)
      void queryClient.invalidateQueries({ queryKey: ['books'] })
      if (audited.has(name)) void queryClient.invalidateQueries({ predicate: isAudit })
    },
  })
}

/** Why a setting could not be kept, in words for its field. */
export function settingError(error: Error | null, name: string): string | undefined {
  if (!error) return undefined
  if (error instanceof SettingTaken) {
    const theirs = typeof error.theirs === 'string' ? `to “${error.theirs}” ` : ''
    return `Somebody else changed this ${theirs}meanwhile. Save again to keep yours, or reload to take theirs.`
  }
  const { fields, detail } = explain(error)
  return Object.entries(fields).find(([field]) => field === name || field.startsWith(`${name}.`))?.[1] ?? detail
}
