import { type Answer, ask } from '@octavo/server/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

const operator = api.v1.operator

export type Installation = Answer<Awaited<ReturnType<(typeof operator)['installation']['$get']>>>
export type AnyJob = Answer<Awaited<ReturnType<(typeof operator)['jobs']['$get']>>>['items'][number]
export type FailedCall = Answer<Awaited<ReturnType<(typeof operator)['failed-calls']['$get']>>>['items'][number]
export type User = Answer<Awaited<ReturnType<(typeof operator)['users']['$get']>>>['items'][number]
export type AuditEntry = Answer<Awaited<ReturnType<(typeof operator)['audit']['$get']>>>['items'][number]
export type Plan = Answer<Awaited<ReturnType<(typeof api)['v1']['plans']['$get']>>>['items'][number]
export type Model = Answer<Awaited<ReturnType<(typeof api)['v1']['models']['$get']>>>['items'][number]
export type Provider = Answer<Awaited<ReturnType<(typeof api)['v1']['providers']['$get']>>>['items'][number]
export type Prompt = Answer<Awaited<ReturnType<(typeof api)['v1']['prompts']['$get']>>>['items'][number]
export type Feature = Answer<Awaited<ReturnType<(typeof api)['v1']['features']['$get']>>>['items'][number]

const limit = '100'
const firstPage: string | undefined = undefined
const nextOf = (page: { next: string | null }) => page.next ?? undefined
const from = (cursor: string | undefined) => ({ limit, ...(cursor !== undefined && { cursor }) })

/** The installation at a glance; asked again while it is looked at. */
export const installationQuery = queryOptions({
  queryKey: ['operator', 'installation'],
  queryFn: () => ask(operator.installation.$get()),
  refetchInterval: 10_000,
})

export type JobFilter = 'open' | 'failed' | 'all'

/** The jobs of everybody, newest first. */
export const allJobsQuery = (filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: ['operator', 'jobs', filter],
    initialPageParam: firstPage,
    queryFn: ({ pageParam }) => {
      const wanted = { open: { open: 'true' }, failed: { state: 'failed' as const }, all: {} }[filter]
      return ask(operator.jobs.$get({ query: { ...from(pageParam), ...wanted } }))
    },
    getNextPageParam: nextOf,
    refetchInterval: 5_000,
  })

/** People by part of a name or address, newest first. */
export const usersQuery = (q: string, status: User['status'] | 'any') =>
  infiniteQueryOptions({
    queryKey: ['operator', 'users', q, status],
    initialPageParam: firstPage,
    queryFn: ({ pageParam }) =>
      ask(operator.users.$get({ query: { ...from(pageParam), ...(q && { q }), ...(status !== 'any' && { status }) } })),
    getNextPageParam: nextOf,
  })

/** Calls that failed, newest first. */
export const failedCallsQuery = infiniteQueryOptions({
  queryKey: ['operator', 'failed calls'],
  initialPageParam: firstPage,
  queryFn: ({ pageParam }) => ask(operator['failed-calls'].$get({ query: from(pageParam) })),
  getNextPageParam: nextOf,
})

/** Who changed what, newest first. */
export const auditQuery = infiniteQueryOptions({
  queryKey: ['operator', 'audit'],
  initialPageParam: firstPage,
  queryFn: ({ pageParam }) => ask(operator.audit.$get({ query: from(pageParam) })),
  getNextPageParam: nextOf,
})

export const metricsQuery = queryOptions({
  queryKey: ['operator', 'metrics'],
  queryFn: () => ask(api.v1.models.metrics.$get({ query: { days: '30' } })),
})
export const plansQuery = queryOptions({ queryKey: ['operator', 'plans'], queryFn: () => ask(api.v1.plans.$get()) })
export const modelsQuery = queryOptions({
  queryKey: ['operator', 'models'],
  queryFn: () => ask(api.v1.models.$get({ query: {} })),
})
export const providersQuery = queryOptions({
  queryKey: ['operator', 'providers'],
  queryFn: () => ask(api.v1.providers.$get()),
})
export const promptsQuery = queryOptions({
  queryKey: ['operator', 'prompts'],
  queryFn: () => ask(api.v1.prompts.$get({ query: {} })),
})
export const featuresQuery = queryOptions({
  queryKey: ['operator', 'features'],
  queryFn: () => ask(api.v1.features.$get({ query: {} })),
})
