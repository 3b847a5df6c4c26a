import { queryClient } from '../api/query-client.ts'
import { toast } from '../components/toast.tsx'
import { meQuery } from '../identity/me.ts'

/** How often a page that stays open looks for a new version. Milliseconds. */
const lookEvery = 30 * 60_000

/** Keeps the studio for reading without a network, and says when a new version of it is there. */
export async function keepOffline(): Promise<void> {
  // Not while the studio is worked on: its files change by themselves then.
  if (import.meta.hot || !('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  const first = !serviceWorker.controller
  const registration = await serviceWorker.register('/service-worker.js').catch(() => undefined)
  if (!registration) return
  let asked = false
  serviceWorker.addEventListener('controllerchange', () => {
    if (asked) location.reload()
    else if (first) void readAgain()
  })
  const offer = (waiting: ServiceWorker) =>
    toast('A new version is ready.', {
      act: {
        name: 'Reload',
        run() {
          asked = true
          waiting.postMessage('take over')
        },
      },
    })
  if (registration.waiting && serviceWorker.controller) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const next = registration.installing
    next?.addEventListener('statechange', () => {
      if (next.state === 'installed' && serviceWorker.controller) offer(next)
    })
  })
  setInterval(() => void registration.update().catch(() => undefined), lookEvery)
}

/** What this page read before it was listened to is read once more, so that it is kept; first of all, whose it is. */
async function readAgain(): Promise<void> {
  await queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined)
  await queryClient.invalidateQueries()
  // The browser has the pictures on the screen; the worker does not.
  const shown = [...document.images].map(({ src }) => src).filter(src => src.startsWith(`${location.origin}/v1/`))
  await Promise.all(shown.map(src => fetch(src).catch(() => undefined)))
}
