import { queryClient } from '../../api/query-client.ts'
import { router } from '../../app/router.tsx'
import { chooseTheme } from '../../app/theme.ts'
import { meQuery } from '../me.ts'

const keptKey = 'octavo-after-sign-up'

/** Goes on after signing in: new people are asked what they make first, then to where they wanted. */
export async function enter(next: string | undefined): Promise<void> {
  queryClient.clear()
  const me = await queryClient.fetchQuery(meQuery)
  chooseTheme(me.settings.theme)
  if (me.profile.onboardedAt === null) {
    await router.navigate({ to: '/welcome', search: next ? { next } : {}, replace: true })
  } else router.history.replace(next ?? '/')
}

/** Keeps where somebody wanted to go while a mail to confirm the address is on its way: it opens a page of its own. */
export function keepNext(next: string | undefined): void {
  if (next) localStorage.setItem(keptKey, next)
  else localStorage.removeItem(keptKey)
}

/** Where somebody who signed up on this machine wanted to go. */
export function keptNext(): string | undefined {
  const next = localStorage.getItem(keptKey) ?? ''
  return /^\/(?![/\\])/.test(next) ? next : undefined
}
