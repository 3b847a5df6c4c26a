import { createRoute, z } from '@hono/zod-openapi'
import { routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { headersForSignIn } from './ask-sign-in.ts'
import { shortestPassword } from './sign-in-options.ts'

const token = z.object({ token: z.string().min(1).max(200) })
const tags = ['sign-in']

const waysIn = z
  .object({
    providers: z.array(z.enum(['github', 'google', 'microsoft', 'apple'])).describe('Those that are set up'),
    signUp: z.boolean().describe('Whether anybody may sign up; otherwise it takes an invitation'),
    embedded: z.boolean().describe('Whether it runs on its owner’s machine, and prints a link to sign in by'),
    shortestPassword: z.number().int(),
  })
  .openapi('WaysIn')

/** Signing in and confirming an address by the links we make. Opening a link asks nothing here: only its button does. */
export function signInRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/sign-in-options',
        tags,
        summary: 'By which ways one can sign in here',
        security: [],
        responses: { 200: { description: 'The ways', ...json(waysIn) }, ...problemResponses },
      }),
      context => {
        const { config, database } = context.get('octavo')
        const providers = waysIn.shape.providers.element.options.filter(name => config.signInProviders[name])
        const embedded = database.kind === 'embedded'
        return context.json({ providers, signUp: config.signUp, embedded, shortestPassword }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/auth/sign-in/token',
        tags,
        summary: 'Sign in by the token of a sign-in link, once; sets the session cookie for 30 days',
        security: [],
        request: { body: jsonBody(token) },
        responses: { 204: { description: 'Signed in' }, ...problemResponses },
      }),
      async context => {
        const { signIn } = context.get('octavo')
        const userId = await signIn.useSignInToken(context.req.valid('json').token)
        for (const cookie of await signIn.openSession(userId, headersForSignIn(context))) {
          context.header('Set-Cookie', cookie, { append: true })
        }
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/auth/verify-email',
        tags,
        summary: 'Confirm an address, or the next step of changing it, by the token of the mail',
        security: [],
        request: { body: jsonBody(token) },
        responses: { 204: { description: 'Confirmed' }, ...problemResponses },
      }),
      async context => {
        const { signIn } = context.get('octavo')
        await signIn.verifyEmail(context.req.valid('json').token, headersForSignIn(context))
        return context.body(null, 204)
      },
    )
}
