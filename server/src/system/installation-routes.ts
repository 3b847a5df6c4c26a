import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonObject } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { listWholeAudit } from './audit.ts'
import { readInstallation } from './installation.ts'

const tags = ['operator']
const count = z.number().int()

const installation = z
  .object({
    reasons: z.array(z.string()).describe('What keeps it from its whole work; empty when it is ready'),
    version: z.string(),
    startedAt: z.string(),
    address: z.string(),
    database: z.object({ kind: z.enum(['embedded', 'server']), postgres: z.string(), bytes: count }),
    storage: z.object({ kind: z.enum(['bucket', 'folder']), place: z.string(), files: count, bytes: count }),
    people: count,
    organizations: count,
    books: count,
    jobs: z.record(z.string(), count).describe('Jobs that are not at an end, by their state'),
    workers: z.array(
      z.object({
        id: z.string(),
        host: z.string(),
        pid: count,
        alive: z.boolean().describe('Seen within the last 20 seconds'),
        startedAt: z.string(),
        seenAt: z.string(),
      }),
    ),
    settings: z
      .array(z.object({ name: z.string(), value: z.string(), variable: z.string() }))
      .describe('What the environment decides; of secrets only whether they are there'),
  })
  .openapi('Installation')

const entry = z
  .object({
    id: z.uuid(),
    actorId: z.uuid().nullable(),
    actor: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    subjectName: z.string().nullable().openapi({ description: 'Of a person or an organization' }),
    details: jsonObject,
    createdAt: z.string(),
  })
  .openapi('InstallationAuditEntry')

/** The installation as a whole, for whoever runs it. */
export function installationRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/operator/installation',
        tags,
        summary: 'Version, database, storage, workers, settings',
        responses: { 200: jsonAnswer(installation, 'The installation'), ...problemResponses },
      }),
      async context => context.json(await readInstallation(context.get('octavo'), callerOf(context)), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/operator/audit',
        tags,
        summary: 'Who changed what, anywhere, newest first',
        request: { query: pageQuery },
        responses: { 200: jsonAnswer(pageOf(entry), 'Entries'), ...problemResponses },
      }),
      async context =>
        context.json(await listWholeAudit(context.get('octavo'), callerOf(context), context.req.valid('query')), 200),
    )
}
