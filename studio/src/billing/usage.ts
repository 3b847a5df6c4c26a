import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/client.ts'

type OfOrganization = (typeof api)['v1']['organizations'][':organizationId']
export type Usage = Answer<Awaited<ReturnType<OfOrganization['usage']['$get']>>>
export type ResourceUse = Usage['resources'][number]
export type Breakdown = Answer<Awaited<ReturnType<OfOrganization['usage']['breakdown']['$get']>>>
export type Share = Breakdown['items'][number]
export type JobEstimate = Answer<Awaited<ReturnType<OfOrganization['usage']['estimates']['$get']>>>['items'][number]
export type MonthSummary = Answer<Awaited<ReturnType<OfOrganization['usage']['summaries']['$get']>>>['items'][number]
export type Plan = Answer<Awaited<ReturnType<(typeof api)['v1']['plans']['$get']>>>['items'][number]

/** From a moment to another, which is not included. */
export interface Span {
  from: string
  to: string
}

const of = api.v1.organizations[':organizationId']

/** What an organization has used, and what is left. */
export const usageQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['usage', organizationId],
    queryFn: () => ask(of.usage.$get({ param: { organizationId } })),
  })

/** What was used within a span, divided. */
export const breakdownQuery = (organizationId: string, by: Breakdown['by'], span: Span) =>
  queryOptions({
    queryKey: ['usage', organizationId, 'by', by, span.from, span.to],
    queryFn: () => ask(of.usage.breakdown.$get({ param: { organizationId }, query: { by, ...span, limit: '1000' } })),
  })

/** The last jobs with what was estimated before and what they took. */
export const estimatesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['usage', organizationId, 'estimates'],
    queryFn: async () =>
      (await ask(of.usage.estimates.$get({ param: { organizationId }, query: { limit: '50' } }))).items,
  })

/** The last twelve months. */
export const summariesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['usage', organizationId, 'months'],
    queryFn: async () => (await ask(of.usage.summaries.$get({ param: { organizationId }, query: {} }))).items,
  })

/** The plans on offer. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: async () => (await ask(api.v1.plans.$get())).items,
})

/** Where what was used is downloaded, act by act. */
export function csvAddress(organizationId: string, { from, to }: Span): string {
  return `/v1/organizations/${organizationId}/usage.csv?${new URLSearchParams({ from, to })}`
}

/** A calendar month (UTC), "2026-11", as a span. */
export function spanOfMonth(month: string): Span {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return {
    from: new Date(Date.UTC(year, number - 1)).toISOString(),
    to: new Date(Date.UTC(year, number)).toISOString(),
  }
}
