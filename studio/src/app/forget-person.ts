/** What this machine remembers of a person beside their cookie: answers kept for reading offline, and the last place. */
const keptCaches = ['octavo-kept', 'octavo-person']
const keptKeys = ['octavo-last-place', 'octavo-organization']

/** Leaves nothing of a person on this machine but what they wrote and could not send. */
export async function forgetPerson(): Promise<void> {
  for (const key of keptKeys) localStorage.removeItem(key)
  if ('caches' in globalThis) await Promise.all(keptCaches.map(name => caches.delete(name)))
}
