import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody, jsonObject } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { bookAudit, chapterAudit } from './audit-view.ts'
import { auditLinks, bookOf, readBookAudit, readChapterAudit } from './audits.ts'
import { listRules, ruleView } from './rules.ts'
import { bookSarif, chapterSarif } from './sarif.ts'
import { addSilence, listSilences, newSilence, removeSilence, silenceView } from './silences.ts'

const tags = ['audits']
const byId = z.object({ id: z.uuid() })
const asked = z.object({
  format: z.enum(['json', 'sarif']).default('json').openapi({ description: 'sarif: SARIF 2.1.0, for CI annotations' }),
  refresh: z.stringbool().default(true).openapi({ description: 'false: show what is stored, stale or not' }),
})
const wanted = z.object({
  links: z.boolean().default(false).openapi({ description: 'Ask external links whether they lead somewhere' }),
})
/** Documented with SARIF beside JSON, typed as JSON alone: nobody reads SARIF through the typed client. */
const either = <Schema extends z.ZodType>(schema: Schema, description: string) => {
  const answer = jsonAnswer(schema, description)
  return {
    ...answer,
    content: { ...answer.content, 'application/sarif+json': { schema: jsonObject } },
  } as typeof answer
}

const chapterRoute = createRoute({
  method: 'get',
  path: '/chapters/{id}/audit',
  tags,
  summary: 'What an audit finds in a chapter',
  description: 'A stale audit is made anew first. References are looked up in the whole book.',
  request: { params: byId, query: asked },
  responses: { 200: either(chapterAudit, 'The audit'), ...problemResponses },
})
const bookRoute = createRoute({
  method: 'get',
  path: '/books/{id}/audit',
  tags,
  summary: 'What an audit finds in a book, chapter by chapter',
  description: 'A stale audit is made anew first.',
  request: { params: byId, query: asked },
  responses: { 200: either(bookAudit, 'The audit'), ...problemResponses },
})
const againRoutes = {
  chapter: createRoute({
    method: 'post',
    path: '/chapters/{id}/audit',
    tags,
    summary: 'Audit a chapter, on request with its external links',
    description: 'Links are asked within a minute; what was not reached by then stays unknown.',
    request: { params: byId, body: jsonBody(wanted) },
    responses: { 200: jsonAnswer(chapterAudit, 'The audit'), ...problemResponses },
  }),
  book: createRoute({
    method: 'post',
    path: '/books/{id}/audit',
    tags,
    summary: 'Audit a book, on request with its external links',
    description: 'Links are asked within a minute; what was not reached by then stays unknown.',
    request: { params: byId, body: jsonBody(wanted) },
    responses: { 200: jsonAnswer(bookAudit, 'The audit'), ...problemResponses },
  }),
}
const rulesRoute = createRoute({
  method: 'get',
  path: '/audit-rules',
  tags,
  summary: 'Everything an audit can find',
  responses: { 200: jsonAnswer(z.object({ items: z.array(ruleView) }), 'The rules'), ...problemResponses },
})
const silencesRoute = createRoute({
  method: 'get',
  path: '/books/{id}/silences',
  tags,
  summary: 'The rules a book does not want to hear of',
  request: { params: byId },
  responses: { 200: jsonAnswer(z.object({ items: z.array(silenceView) }), 'The silences'), ...problemResponses },
})
const silenceRoute = createRoute({
  method: 'post',
  path: '/books/{id}/silences',
  tags,
  summary: 'Silence a rule in a book',
  description: 'One place is silenced in the text: `% octavo-ignore rule: reason` on the line before its block.',
  request: { params: byId, body: jsonBody(newSilence) },
  responses: { 201: jsonAnswer(silenceView, 'The silence'), ...problemResponses },
})
const hearRoute = createRoute({
  method: 'delete',
  path: '/books/{id}/silences/{rule}',
  tags,
  summary: 'Hear of a rule again',
  request: { params: byId.extend({ rule: z.string().min(1).max(60) }) },
  responses: { 204: { description: 'Heard again' }, ...problemResponses },
})

const sarifType = { 'content-type': 'application/sarif+json' }

/** Audits of chapters and books, the rules, and what is silenced. */
export function auditRoutes() {
  return routes()
    .openapi(chapterRoute, async c => {
      const { octavo } = c.var
      const caller = callerOf(c)
      const { id } = c.req.valid('param')
      const { format, refresh } = c.req.valid('query')
      if (format === 'sarif') return c.body(await chapterSarif(octavo, caller, id), 200, sarifType) as never
      return c.json(await readChapterAudit(octavo, caller, id, { refresh }), 200)
    })
    .openapi(bookRoute, async c => {
      const { octavo } = c.var
      const caller = callerOf(c)
      const { id } = c.req.valid('param')
      const { format, refresh } = c.req.valid('query')
      if (format === 'sarif') return c.body(await bookSarif(octavo, caller, id), 200, sarifType) as never
      return c.json(await readBookAudit(octavo, caller, id, { refresh }), 200)
    })
    .openapi(againRoutes.chapter, async c => {
      const { octavo } = c.var
      const caller = callerOf(c)
      const { id } = c.req.valid('param')
      if (c.req.valid('json').links) await auditLinks(octavo, caller, await bookOf(octavo, caller, id), id)
      return c.json(await readChapterAudit(octavo, caller, id), 200)
    })
    .openapi(againRoutes.book, async c => {
      const { octavo } = c.var
      const caller = callerOf(c)
      const { id } = c.req.valid('param')
      const { links } = c.req.valid('json')
      return c.json(await (links ? auditLinks(octavo, caller, id) : readBookAudit(octavo, caller, id)), 200)
    })
    .openapi(rulesRoute, c => c.json({ items: listRules() }, 200))
    .openapi(silencesRoute, async c =>
      c.json({ items: await listSilences(c.var.octavo, callerOf(c), c.req.valid('param').id) }, 200),
    )
    .openapi(silenceRoute, async c =>
      c.json(await addSilence(c.var.octavo, callerOf(c), c.req.valid('param').id, c.req.valid('json')), 201),
    )
    .openapi(hearRoute, async c => {
      const { id, rule } = c.req.valid('param')
      await removeSilence(c.var.octavo, callerOf(c), id, rule)
      return c.body(null, 204)
    })
}
