import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { decidedRemediation, decideRemediation, decisionInput } from './decide.ts'
import { previewFixes, requestFixes } from './fixes.ts'
import { hunkView, remediationDetail, remediationView, showHunks } from './remediation-view.ts'
import {
  estimateRemediation,
  estimateRequest,
  listRemediations,
  readRemediation,
  remediationEstimate,
  remediationRequest,
  requestRemediation,
  requestRevision,
  revisionRequest,
} from './requests.ts'

const tags = ['remediations']
const byId = z.object({ id: z.uuid() })
const rule = z.string().min(1).max(60)

const remediateRoute = createRoute({
  method: 'post',
  path: '/chapters/{id}/remediations',
  tags,
  summary: 'Propose fixes and missing features for a chapter',
  description:
    'Queues a job; watch it at /v1/jobs/{jobId}/events. Nothing is changed before you decide: POST /v1/remediations/{id}/decide.',
  request: { params: byId, body: jsonBody(remediationRequest) },
  responses: { 201: jsonAnswer(remediationView, 'The remediation, pending'), ...problemResponses },
})
const estimateRoute = createRoute({
  method: 'post',
  path: '/chapters/{id}/remediations/estimate',
  tags,
  summary: 'What a remediation or a revision would cost, before it runs',
  description: 'Without "features" as for a chapter that misses a few: what it misses, the audit says when it runs.',
  request: { params: byId, body: jsonBody(estimateRequest) },
  responses: { 200: jsonAnswer(remediationEstimate, 'The estimate'), ...problemResponses },
})
const reviseRoute = createRoute({
  method: 'post',
  path: '/chapters/{id}/revisions',
  tags,
  summary: 'Improve, shorten, expand, continue or rephrase a selection',
  description: 'Queues a job that proposes one hunk; you decide as with a remediation.',
  request: { params: byId, body: jsonBody(revisionRequest) },
  responses: { 201: jsonAnswer(remediationView, 'The remediation, pending'), ...problemResponses },
})
const previewRoute = createRoute({
  method: 'get',
  path: '/chapters/{id}/fixes',
  tags,
  summary: 'What can be mended in a chapter without a model',
  request: {
    params: byId,
    query: z.object({ rule: z.union([rule.transform(one => [one]), z.array(rule).max(200)]).optional() }),
  },
  responses: {
    200: jsonAnswer(z.object({ version: z.number().int(), hunks: z.array(hunkView) }), 'The hunks'),
    ...problemResponses,
  },
})
const fixRoute = createRoute({
  method: 'post',
  path: '/chapters/{id}/fixes',
  tags,
  summary: 'Propose what can be mended without a model, to decide on',
  description: 'Free of charge and done at once.',
  request: { params: byId, body: jsonBody(z.object({ rules: z.array(rule).max(200).optional() })) },
  responses: { 201: jsonAnswer(remediationDetail, 'The remediation, completed'), ...problemResponses },
})
const listRoute = createRoute({
  method: 'get',
  path: '/chapters/{id}/remediations',
  tags,
  summary: 'The remediations of a chapter, newest first',
  request: { params: byId, query: pageQuery },
  responses: { 200: jsonAnswer(pageOf(remediationView), 'A page of remediations'), ...problemResponses },
})
const getRoute = createRoute({
  method: 'get',
  path: '/remediations/{id}',
  tags,
  summary: 'A remediation with its hunks and the text they are about',
  request: { params: byId },
  responses: { 200: jsonAnswer(remediationDetail, 'The remediation'), ...problemResponses },
})
const decideRoute = createRoute({
  method: 'post',
  path: '/remediations/{id}/decide',
  tags,
  summary: 'Accept or reject hunks; accepted ones become one new version',
  description:
    'If the chapter was edited since, the hunks are moved over the edits. One that no longer fits is marked "unfit" and changes nothing. The book is audited anew.',
  request: { params: byId, body: jsonBody(decisionInput) },
  responses: {
    200: jsonAnswer(decidedRemediation, 'The remediation as it is decided'),
    ...problemResponses,
  },
})

/** Remediations, revisions and fixes, and what an author decides about them. */
export function remediationRoutes() {
  return routes()
    .openapi(remediateRoute, async c =>
      c.json(await requestRemediation(c.var.octavo, callerOf(c), c.req.valid('param').id, c.req.valid('json')), 201),
    )
    .openapi(estimateRoute, async c =>
      c.json(await estimateRemediation(c.var.octavo, callerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
    )
    .openapi(reviseRoute, async c =>
      c.json(await requestRevision(c.var.octavo, callerOf(c), c.req.valid('param').id, c.req.valid('json')), 201),
    )
    .openapi(previewRoute, async c => {
      const { rule: rules } = c.req.valid('query')
      const { version, original, hunks } = await previewFixes(c.var.octavo, callerOf(c), c.req.valid('param').id, rules)
      return c.json({ version, hunks: showHunks(original, hunks) }, 200)
    })
    .openapi(fixRoute, async c =>
      c.json(await requestFixes(c.var.octavo, callerOf(c), c.req.valid('param').id, c.req.valid('json').rules), 201),
    )
    .openapi(listRoute, async c =>
      c.json(await listRemediations(c.var.octavo, callerOf(c), c.req.valid('param').id, c.req.valid('query')), 200),
    )
    .openapi(getRoute, async c =>
      c.json(await readRemediation(c.var.octavo, callerOf(c), c.req.valid('param').id), 200),
    )
    .openapi(decideRoute, async c =>
      c.json(await decideRemediation(c.var.octavo, callerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
    )
}
