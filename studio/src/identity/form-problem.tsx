import { type Explanation, explain, hasCode } from '../api/client.ts'
import { Banner } from '../components/states.tsx'

/** Errors whose words in the API speak to programs, said to the person at the screen. */
const words: Record<string, Pick<Explanation, 'title' | 'detail'>> = {
  sign_in_failed: {
    title: 'E-mail address or password is wrong',
    detail: 'Try again, or choose a new password by mail.',
  },
  email_unverified: {
    title: 'Your address is not confirmed yet',
    detail: 'Follow the link in the mail we sent you.',
  },
  too_many_requests: { title: 'Too many tries from your address', detail: 'Wait a minute, then try again.' },
  not_signed_in: { title: 'You are signed out', detail: 'Sign in again, then repeat this.' },
  last_account: {
    title: 'The last way of signing in stays',
    detail: 'Link another one first, or set a password by mail.',
  },
}

/** An error of signing in or of a form, in words. */
export function explainForm(error: unknown): Explanation {
  const said = explain(error)
  const code = Object.keys(words).find(one => hasCode(error, one))
  return code ? { ...said, ...words[code] } : said
}

/** What went wrong with a form, above its button; nothing when each mistake stands under its field. */
export function FormProblem({ error, fields = [] }: { error: unknown; fields?: readonly string[] }) {
  if (!error) return null
  const { title, detail, fields: mistakes } = explainForm(error)
  const named = Object.keys(mistakes)
  if (named.length > 0 && named.every(name => fields.includes(name))) return null
  return (
    <Banner look="stop">
      <b>{title}.</b> {detail}
    </Banner>
  )
}
