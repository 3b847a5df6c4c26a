import { createRoute, z } from '@hono/zod-openapi'
import { job } from '../../generation/job-routes.ts'
import { callerOf, routes } from '../../http/environment.ts'
import { jsonAnswer, jsonBody } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { askedPicture, askForPicture, offerPicture, pictureOffer } from './ask-picture.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['covers']

/** Covers with a picture of a model. */
export function coverPictureRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/covers/picture',
        tags,
        summary: 'Which models could draw a picture for a cover, what it may cost, and what they would be asked for',
        request: { params: byId },
        responses: { 200: jsonAnswer(pictureOffer, 'The offer'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await offerPicture(context.get('octavo'), callerOf(context), id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/covers/picture',
        tags,
        summary: 'Ask an image model for the picture of a cover',
        description:
          'A job: the model draws a picture without letters, Octavo sets title, subtitle and authors on it and keeps the cover; its id is `coverId` in the result of the job.',
        request: { params: byId, body: jsonBody(askedPicture) },
        responses: { 201: jsonAnswer(job, 'The job'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await askForPicture(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
}
