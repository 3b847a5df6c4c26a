import { type Answer, ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { IconName } from '../../components/icon.tsx'
import { toastError } from '../../components/toast.tsx'

const publishing = api.v1.books[':id'].publishing
type Publishing = typeof publishing
type Items<R> = R extends { items: (infer Item)[] } ? Item : never

export type Destination = Items<Answer<Awaited<ReturnType<Publishing['destinations']['$get']>>>>
export type Deployment = Items<Answer<Awaited<ReturnType<Publishing['deployments']['$get']>>>>
export type Sync = Items<Answer<Awaited<ReturnType<Publishing['syncs']['$get']>>>>
export type Preview = Answer<Awaited<ReturnType<Publishing['destinations'][':destinationId']['preview']['$get']>>>
export type Connection = Items<Answer<Awaited<ReturnType<(typeof api)['v1']['connections']['$get']>>>>
export type Target = Destination['target']
type NewDestination = Parameters<Publishing['destinations']['$post']>[0]['json']
type NewDeployment = Parameters<Publishing['deployments']['$post']>[0]['json']
type NewSync = Parameters<Publishing['syncs']['$post']>[0]['json']
export type NewConnection = Parameters<(typeof api)['v1']['connections']['$post']>[0]['json']

/** Each kind of place, as a person chooses it. */
export const targets: Record<Target, { name: string; icon: IconName; what: string; connection?: string }> = {
  github: { name: 'GitHub', icon: 'branch', what: 'A repository, on request with a site', connection: 'github' },
  git: { name: 'Git repository', icon: 'branch', what: 'A bare repository on the server’s disk' },
  folder: { name: 'Folder', icon: 'file', what: 'A folder on the server’s disk' },
  zip: { name: 'ZIP file', icon: 'book', what: 'One file on the server’s disk' },
  webdav: { name: 'WebDAV', icon: 'globe', what: 'A folder on a WebDAV server', connection: 'webdav' },
  s3: { name: 'Bucket', icon: 'grid', what: 'S3, and what speaks like it', connection: 's3' },
  hook: { name: 'Deploy hook', icon: 'link', what: 'Told to build, such as Netlify’s', connection: 'hook' },
}

/** How often what is going on is looked at. Milliseconds. */
const lookAgain = 800
const param = (id: string) => ({ param: { id } })

/** Where a book goes. */
export const destinationsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'destinations'],
    queryFn: async () => (await ask(publishing.destinations.$get(param(bookId)))).items,
  })

export const isGoing = ({ state }: Deployment) => state === 'pending' || state === 'building'

/** When and where a book was published, newest first; looked at again while one is on its way. */
export const deploymentsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'deployments'],
    queryFn: async () => (await ask(publishing.deployments.$get({ ...param(bookId), query: { limit: '50' } }))).items,
    refetchInterval: ({ state }) => (state.data?.some(isGoing) ? lookAgain : false),
  })

export const isSyncing = ({ state }: Sync) => state === 'pending' || state === 'running'

/** What went to repositories and came back, newest first. */
export const syncsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'syncs'],
    queryFn: async () => (await ask(publishing.syncs.$get({ ...param(bookId), query: { limit: '50' } }))).items,
    refetchInterval: ({ state }) => (state.data?.some(isSyncing) ? lookAgain : false),
  })

/** What publishing would change at a destination. Always as it is there now. */
export const previewQuery = (bookId: string, destinationId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'preview', destinationId],
    queryFn: () =>
      ask(publishing.destinations[':destinationId'].preview.$get({ param: { id: bookId, destinationId } })),
    staleTime: 0,
    gcTime: 0,
  })

/** The connections of an organization, without their secrets. */
export const connectionsQuery = (organization: string) =>
  queryOptions({
    queryKey: ['organization', organization, 'connections'],
    queryFn: async () => (await ask(api.v1.connections.$get({ query: { organization } }))).items,
  })

/** The kinds of connections, with the least each must be allowed. */
export const connectionKindsQuery = queryOptions({
  queryKey: ['connection-kinds'],
  queryFn: async () => (await ask(api.v1['connection-kinds'].$get())).items,
  staleTime: Number.POSITIVE_INFINITY,
})

/** Choosing places, publishing to them, bringing edits back. */
export function usePublishingActs(bookId: string) {
  const client = useQueryClient()
  const again = (...names: string[]) =>
    Promise.all(names.map(name => client.invalidateQueries({ queryKey: ['book', bookId, name] })))
  const add = useMutation({
    mutationFn: (json: NewDestination) => ask(publishing.destinations.$post({ ...param(bookId), json })),
    onSettled: () => again('destinations'),
  })
  const change = useMutation({
    mutationFn: ({ destinationId, ...json }: { destinationId: string; pages?: boolean; autoSync?: boolean }) =>
      ask(publishing.destinations[':destinationId'].$patch({ param: { id: bookId, destinationId }, json })),
    onError: toastError,
    onSettled: () => again('destinations'),
  })
  const remove = useMutation({
    mutationFn: (destinationId: string) =>
      ask(publishing.destinations[':destinationId'].$delete({ param: { id: bookId, destinationId } })),
    onError: toastError,
    onSettled: () => again('destinations'),
  })
  const publish = useMutation({
    mutationFn: (json: NewDeployment) => ask(publishing.deployments.$post({ ...param(bookId), json })),
    onSettled: () => again('deployments', 'syncs'),
  })
  const sync = useMutation({
    mutationFn: (json: NewSync) => ask(publishing.syncs.$post({ ...param(bookId), json })),
    onError: toastError,
    onSettled: () => again('syncs'),
  })
  return { add, change, remove, publish, sync }
}

/** Connects to a place, or forgets a connection. */
export function useConnectionActs(organization: string) {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: connectionsQuery(organization).queryKey })
  const connect = useMutation({
    mutationFn: (json: NewConnection) => ask(api.v1.connections.$post({ json })),
    onSettled,
  })
  const disconnect = useMutation({
    mutationFn: (id: string) => ask(api.v1.connections[':id'].$delete({ param: { id } })),
    onError: toastError,
    onSettled,
  })
  return { connect, disconnect }
}
