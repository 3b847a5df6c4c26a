import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

export type WaysIn = Answer<Awaited<ReturnType<(typeof api)['v1']['sign-in-options']['$get']>>>
export type SignInProvider = WaysIn['providers'][number]

/** By which ways one can sign in here; they change only with the configuration of the server. */
export const waysInQuery = queryOptions({
  queryKey: ['ways-in'],
  queryFn: () => ask(api.v1['sign-in-options'].$get()),
  staleTime: Number.POSITIVE_INFINITY,
})

export const providerNames: Record<SignInProvider, string> = {
  github: 'GitHub',
  google: 'Google',
  microsoft: 'Microsoft',
  apple: 'Apple',
}

/** The name of a way of signing in; "credential" is the password. */
export function wayName(provider: string): string {
  return provider === 'credential' ? 'Password' : (providerNames[provider as SignInProvider] ?? provider)
}
