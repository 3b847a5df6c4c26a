import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { exportMe } from './export-me.ts'
import { changeProfile, changeSettings, changeUsername, deleteMe, finishOnboarding, getMe } from './me.ts'
import { roles } from './organization-role.ts'

const webAddress = z.url({ protocol: /^https?$/ }).max(2000)

const profile = z
  .object({
    name: z.string().min(1).max(200),
    avatarUrl: webAddress.nullable(),
    bio: z.string().max(5000).nullable(),
    website: webAddress.nullable(),
    socialLinks: z.record(z.string().min(1).max(50), webAddress),
    genres: z.array(z.string().min(1).max(100)).max(50),
    goals: z.string().max(5000).nullable(),
    experience: z.enum(['beginner', 'intermediate', 'experienced', 'professional']).nullable(),
    mode: z.enum(['learning', 'creator', 'entertainment']),
    onboardedAt: z.iso.datetime().nullable(),
  })
  .openapi('Profile')

const timeZone = z.string().refine(isTimeZone, 'is not a time zone: take one such as "Europe/Vienna"')

const settings = z
  .object({
    defaultModel: z.string().min(1).max(200).nullable(),
    defaultWords: z.number().int().min(1).max(100_000),
    requiredFeatures: z.array(z.string().min(1).max(100)).max(200),
    tone: z.enum(['educational', 'conversational', 'opinionated', 'authority']),
    theme: z.enum(['dark', 'light', 'system']),
    fontSize: z.number().int().min(8).max(40),
    lineNumbers: z.boolean(),
    autosaveSeconds: z.number().int().min(1).max(3600),
    mailJobs: z.boolean().describe('Whether a mail says that a job of two minutes or more has ended'),
    mailComments: z.boolean().describe('Whether a mail brings comments on one’s books and answers to one’s own'),
    timeZone,
    language: z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'is not a language tag such as "en" or "pt-BR"'),
  })
  .openapi('Settings')

const me = z
  .object({
    id: z.uuid(),
    email: z.string(),
    emailVerified: z.boolean(),
    username: z.string().nullable(),
    createdAt: z.iso.datetime(),
    lastSignInAt: z.iso.datetime().nullable(),
    roles: z.array(z.string()),
    profile,
    settings,
    organizations: z.array(
      z.object({ id: z.uuid(), name: z.string(), slug: z.string(), personal: z.boolean(), role: z.enum(roles) }),
    ),
  })
  .openapi('Me')

const username = z.string().regex(/^[A-Za-z0-9_.-]{2,50}$/, 'takes 2 to 50 letters, digits, ".", "_" and "-"')

export function meRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/me',
        tags: ['me'],
        summary: 'Who am I: account, profile, settings and organizations',
        responses: { 200: { description: 'You', ...json(me) }, ...problemResponses },
      }),
      async context => context.json(await getMe(context.get('octavo'), callerOf(context)), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/me',
        tags: ['me'],
        summary: 'Change the user name',
        request: { body: jsonBody(z.object({ username: username.nullable() })) },
        responses: { 200: { description: 'You', ...json(me) }, ...problemResponses },
      }),
      async context => {
        const { username } = context.req.valid('json')
        return context.json(await changeUsername(context.get('octavo'), callerOf(context), username), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/me',
        tags: ['me'],
        summary: 'Close the account',
        description:
          'Sessions and tokens end at once. Everything else is erased after 30 days; until then an operator can undo it.',
        responses: { 204: { description: 'Closed' }, ...problemResponses },
      }),
      async context => {
        await deleteMe(context.get('octavo'), callerOf(context))
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/me/export',
        tags: ['me'],
        summary: 'Everything I own as one archive',
        description:
          'A ZIP file, made while it is sent: the account, every book you began with its files, sources, versions, comments and codex, what you said on others, and what you used. No book of others.',
        responses: {
          200: {
            description: 'The archive',
            content: { 'application/zip': { schema: z.string().openapi({ format: 'binary' }) } },
          },
          ...problemResponses,
        },
      }),
      async context => {
        const archive = await exportMe(context.get('octavo'), callerOf(context))
        return context.body(archive, 200, {
          'Content-Type': 'application/zip',
          'Content-Disposition': `attachment; filename="octavo-${new Date().toISOString().slice(0, 10)}.zip"`,
        })
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/me/profile',
        tags: ['me'],
        summary: 'Change the profile',
        request: { body: jsonBody(profile.omit({ onboardedAt: true }).partial()) },
        responses: { 200: { description: 'The profile', ...json(profile) }, ...problemResponses },
      }),
      async context =>
        context.json(await changeProfile(context.get('octavo'), callerOf(context), context.req.valid('json')), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/me/settings',
        tags: ['me'],
        summary: 'Change the settings',
        request: { body: jsonBody(settings.partial()) },
        responses: { 200: { description: 'The settings', ...json(settings) }, ...problemResponses },
      }),
      async context =>
        context.json(await changeSettings(context.get('octavo'), callerOf(context), context.req.valid('json')), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/me/onboarding',
        tags: ['me'],
        summary: 'Finish the introduction, once',
        responses: { 200: { description: 'The profile', ...json(profile) }, ...problemResponses },
      }),
      async context => context.json(await finishOnboarding(context.get('octavo'), callerOf(context)), 200),
    )
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false // RangeError: not a zone of the IANA database
  }
}
