import { createRoute, z } from '@hono/zod-openapi'
import { job as jobView } from '../generation/job-routes.ts'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { deploymentView, listDeployments, newDeployment, readDeployment, startDeployment } from './deployments.ts'
import { gateView, readGate } from './gate.ts'
import { changeSettings, publishingSettings, readSettings } from './settings.ts'
import { listSyncs, newSync, readSync, startSync, syncView } from './syncs.ts'

const tags = ['publishing']
const byBook = z.object({ id: z.uuid() })
const byDeployment = byBook.extend({ deploymentId: z.uuid() })
const bySync = byBook.extend({ syncId: z.uuid() })

/** What a book asks of itself, each time it was published, and each exchange with a repository. */
export function bookPublishingRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/gate',
        tags,
        summary: 'What stops a book from being published, and what is only worth a look',
        request: { params: byBook },
        responses: { 200: jsonAnswer(gateView, 'The gate'), ...problemResponses },
      }),
      async context =>
        context.json(await readGate(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/publishing/settings',
        tags,
        summary: 'What a book asks of itself before it is published',
        request: { params: byBook },
        responses: { 200: jsonAnswer(publishingSettings, 'Settings'), ...problemResponses },
      }),
      async context =>
        context.json(await readSettings(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/books/{id}/publishing/settings',
        tags,
        summary: 'Change what a book asks of itself',
        request: { params: byBook, body: jsonBody(publishingSettings.partial()) },
        responses: { 200: jsonAnswer(publishingSettings, 'Settings'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const changes = context.req.valid('json')
        return context.json(await changeSettings(context.get('octavo'), callerOf(context), id, changes), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/publishing/deployments',
        tags,
        summary: 'When and where a book was published, newest first',
        request: { params: byBook, query: pageQuery },
        responses: { 200: jsonAnswer(pageOf(deploymentView), 'Deployments'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listDeployments(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/publishing/deployments',
        tags,
        summary: 'Publish a book',
        description: 'A job. Only what Octavo wrote, and nobody edited since, is changed there.',
        request: { params: byBook, body: jsonBody(newDeployment) },
        responses: {
          202: jsonAnswer(z.object({ deployment: deploymentView, job: jobView }), 'The deployment, queued'),
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await startDeployment(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          202,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/publishing/deployments/{deploymentId}',
        tags,
        summary: 'How far a deployment is, with its log',
        request: { params: byDeployment },
        responses: { 200: jsonAnswer(deploymentView, 'The deployment'), ...problemResponses },
      }),
      async context => {
        const { id, deploymentId } = context.req.valid('param')
        return context.json(await readDeployment(context.get('octavo'), callerOf(context), id, deploymentId), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/publishing/syncs',
        tags,
        summary: 'What went to repositories and came back, newest first',
        request: { params: byBook, query: pageQuery },
        responses: { 200: jsonAnswer(pageOf(syncView), 'Syncs'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listSyncs(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/publishing/syncs',
        tags,
        summary: 'Bring back what was edited in a repository',
        description:
          'A job. Edits are merged three-way and saved as versions; where both changed the same place, nothing is saved until somebody chooses.',
        request: { params: byBook, body: jsonBody(newSync) },
        responses: {
          202: jsonAnswer(z.object({ sync: syncView, job: jobView }), 'The sync, queued'),
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await startSync(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          202,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/publishing/syncs/{syncId}',
        tags,
        summary: 'What came of a sync, with the places that wait for a choice',
        request: { params: bySync },
        responses: { 200: jsonAnswer(syncView, 'The sync'), ...problemResponses },
      }),
      async context => {
        const { id, syncId } = context.req.valid('param')
        return context.json(await readSync(context.get('octavo'), callerOf(context), id, syncId), 200)
      },
    )
}
