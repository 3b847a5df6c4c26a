import { ApiProblem } from '@octavo/server/client'
import { notifyManager, QueryClient } from '@tanstack/react-query'

// A change shown before the server has answered is drawn within the act that makes it. A turn later, which is the default,
// React has put a switch back to what it was, and everybody sees it jump.
notifyManager.setScheduler(queueMicrotask)

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
