import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type Environment, routes } from '../http/environment.ts'
import { problemResponses } from '../http/problem.ts'
import { askSignIn } from './ask-sign-in.ts'
import { shortestPassword } from './sign-in-options.ts'

const email = z.email()
const password = z.string().min(shortestPassword).max(200)
const provider = z.enum(['github', 'google', 'microsoft', 'apple'])
const callbackURL = z.string().optional().describe('A path of this server')

/** The library's paths we let through, with what they take. Its others give out tokens or double our own routes. */
const posts = {
  '/sign-up/email': {
    summary: 'Sign up by e-mail; a mail asks to confirm the address',
    body: z.object({ name: z.string().min(1).max(200), email, password }),
  },
  '/sign-in/email': {
    summary: 'Sign in by e-mail; sets the session cookie for 30 days',
    body: z.object({ email, password: z.string(), rememberMe: z.boolean().optional() }),
  },
  '/sign-in/social': {
    summary: 'Start signing in with GitHub, Google, Microsoft or Apple; gives the address to go to',
    body: z.object({ provider, callbackURL, errorCallbackURL: callbackURL }),
  },
  '/link-social': {
    summary: 'Start linking another way of signing in',
    body: z.object({ provider, callbackURL, errorCallbackURL: callbackURL }),
  },
  '/sign-out': { summary: 'End this session', body: undefined },
  '/send-verification-email': { summary: 'Send the confirmation mail again', body: z.object({ email }) },
  '/change-email': {
    summary: 'Ask for another address; old and new one confirm it by mail',
    body: z.object({ newEmail: email }),
  },
  '/change-password': {
    summary: 'Change the password',
    body: z.object({ currentPassword: z.string(), newPassword: password, revokeOtherSessions: z.boolean().optional() }),
  },
  '/request-password-reset': { summary: 'Send a mail with a link to choose a new password', body: z.object({ email }) },
  '/reset-password': {
    summary: 'Choose a new password with the token of the mail',
    body: z.object({ token: z.string(), newPassword: password }),
  },
} as const

/** Signing up, in and out, as the sign-in library does it, with our errors. */
export function authRoutes() {
  const app = routes()
  for (const [path, { summary, body }] of Object.entries(posts)) {
    app.openAPIRegistry.registerPath({
      method: 'post',
      path: `/auth${path}`,
      tags: ['sign-in'],
      summary,
      request: body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {},
      responses: { 200: { description: 'Done' }, ...problemResponses },
    })
    app.post(`/auth${path}`, handToLibrary)
  }
  // Where the providers send people back to; Apple posts a form.
  app.on(['GET', 'POST'], '/auth/callback/:provider', handToLibrary)
  return app
}

function handToLibrary(context: Context<Environment>): Promise<Response> {
  return askSignIn(context, context.req.raw)
}
