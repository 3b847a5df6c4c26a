import type { Context } from 'hono'
import { html } from 'hono/html'
import { OctavoError } from '../errors.ts'
import { type Environment, routes } from '../http/environment.ts'
import { type Html, page } from '../system/page.ts'
import { askSignIn, headersForSignIn } from './ask-sign-in.ts'
import { acceptInvitation } from './invitations.ts'

type Form = Record<string, string>

/**
 * Where the links of mails and of the first start lead, and plain forms to sign in and up. Opening a link uses nothing up:
 * mail programs open links by themselves, so that only the button below does.
 */
export function identityPages() {
  const app = routes()

  app.get('/sign-in', context => {
    const token = context.req.query('token')
    return context.html(
      token ? linkPage('Sign in', 'This link works once.', '/sign-in', token, 'Sign in') : signInPage(),
    )
  })
  app.post('/sign-in', context =>
    answerForm(context, async ({ token, email = '', password = '' }) => {
      const { signIn } = context.get('octavo')
      if (!token) return signInByPassword(context, email, password)
      const userId = await signIn.useSignInToken(token)
      for (const cookie of await signIn.openSession(userId, headersForSignIn(context))) {
        context.header('Set-Cookie', cookie, { append: true })
      }
      return context.redirect('/', 303)
    }),
  )

  app.get('/sign-up', context => context.html(signUpPage()))
  app.post('/sign-up', context =>
    answerForm(context, async ({ name = '', email = '', password = '' }) => {
      await askByPath(context, 'sign-up/email', { name, email, password })
      return context.html(message('Look into your mail', `We have sent a link to ${email}. Follow it, then sign in.`))
    }),
  )

  app.post('/sign-out', async context => {
    const answer = await askByPath(context, 'sign-out', {})
    for (const cookie of answer.headers.getSetCookie()) context.header('Set-Cookie', cookie, { append: true })
    return context.redirect('/', 303)
  })

  app.get('/verify-email', context => {
    const token = context.req.query('token') ?? ''
    return context.html(
      linkPage('Confirm your e-mail address', 'One click, and it is yours.', '/verify-email', token, 'Confirm'),
    )
  })
  app.post('/verify-email', context =>
    answerForm(context, async ({ token = '' }) => {
      await context.get('octavo').signIn.verifyEmail(token, headersForSignIn(context))
      return context.html(message('Confirmed', 'Thank you.', html`<p><a href="/sign-in">Sign in</a></p>`))
    }),
  )

  app.get('/reset-password', context => context.html(resetPage(context.req.query('token') ?? '')))
  app.post('/reset-password', context =>
    answerForm(context, async ({ token = '', password = '' }) => {
      await context.get('octavo').signIn.resetPassword(token, password)
      return context.html(
        message('Password changed', 'You are signed out everywhere.', html`<p><a href="/sign-in">Sign in</a></p>`),
      )
    }),
  )

  app.get('/invitations/accept', context => {
    const token = context.req.query('token') ?? ''
    if (context.get('caller')) {
      return context.html(
        linkPage('Invitation', 'Join with the account you are signed in to?', '/invitations/accept', token, 'Join'),
      )
    }
    return context.html(
      message(
        'Invitation',
        'Sign in or sign up with the address this invitation was sent to, then open its link again.',
        html`<p><a href="/sign-in">Sign in</a> · <a href="/sign-up">Sign up</a></p>`,
      ),
    )
  })
  app.post('/invitations/accept', context =>
    answerForm(context, async ({ token = '' }) => {
      const caller = context.get('caller')
      if (!caller) throw new OctavoError('not_signed_in')
      const { role } = await acceptInvitation(context.get('octavo'), caller, token)
      return context.html(message('Welcome', `You have joined as ${role}.`, html`<p><a href="/">Go on</a></p>`))
    }),
  )
  return app
}

/** Runs what a form asks for; a refusal is a page that says what to do, with the status it has everywhere. */
async function answerForm(context: Context<Environment>, work: (form: Form) => Promise<Response>): Promise<Response> {
  const body = await context.req.parseBody()
  const form = Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  try {
    return await work(form)
  } catch (error) {
    if (!(error instanceof OctavoError)) throw error
    const back = html`<p><a href="${context.req.path}">Back</a></p>`
    return context.html(message(error.title, error.message, back), error.status)
  }
}

/** Asks the sign-in library as its own HTTP path would. */
function askByPath(context: Context<Environment>, path: string, body: object): Promise<Response> {
  const headers = new Headers(context.req.raw.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  const url = new URL(`/v1/auth/${path}`, context.req.url)
  return askSignIn(context, new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }))
}

async function signInByPassword(context: Context<Environment>, email: string, password: string): Promise<Response> {
  const answer = await askByPath(context, 'sign-in/email', { email, password })
  for (const cookie of answer.headers.getSetCookie()) context.header('Set-Cookie', cookie, { append: true })
  return context.redirect('/', 303)
}

function message(title: string, text: string, more?: Html): Html {
  return page(title, html`<h1>${title}</h1><p>${text}</p>${more ?? ''}`)
}

function linkPage(title: string, text: string, action: string, token: string, button: string): Html {
  return page(
    title,
    html`<h1>${title}</h1><p class="lead">${text}</p>
<form method="post" action="${action}"><input type="hidden" name="token" value="${token}"><button>${button}</button></form>`,
  )
}

const emailField = html`<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required>`

const passwordField = (
  label: string,
  autocomplete: 'current-password' | 'new-password',
) => html`<label for="password">${label}</label>
<input id="password" name="password" type="password" autocomplete="${autocomplete}" minlength="10" maxlength="200" required>`

function signInPage(): Html {
  return page(
    'Sign in',
    html`<h1>Sign in</h1>
<form method="post" action="/sign-in">${emailField}${passwordField('Password', 'current-password')}<button>Sign in</button></form>
<p><a href="/sign-up">Sign up</a></p>`,
  )
}

function signUpPage(): Html {
  return page(
    'Sign up',
    html`<h1>Sign up</h1>
<form method="post" action="/sign-up"><label for="name">Name</label><input id="name" name="name" autocomplete="name" maxlength="200" required>
${emailField}${passwordField('Password, 10 characters or more', 'new-password')}<button>Sign up</button></form>`,
  )
}

function resetPage(token: string): Html {
  return page(
    'Choose a new password',
    html`<h1>Choose a new password</h1>
<form method="post" action="/reset-password"><input type="hidden" name="token" value="${token}">
${passwordField('New password, 10 characters or more', 'new-password')}<button>Change it</button></form>`,
  )
}
