import { ApiProblem } from '@octavo/server/client'
import { QueryClient } from '@tanstack/react-query'

/** What the API said no to is not asked again; a server that does not answer is, until it does. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => !(error instanceof ApiProblem && error.status < 500) && failures < 3,
      // Asked even when the browser says offline: the server may be on this very machine.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
