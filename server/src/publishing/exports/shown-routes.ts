import { z } from '@hono/zod-openapi'
import { OctavoError } from '../../errors.ts'
import { routes } from '../../http/environment.ts'
import { mediaTypeOf } from '../places/media-type.ts'
import { readShown, showings } from './show-export.ts'

const showing = z.enum(showings)

/** The files of an export as a browser shows them. `security-headers.ts` puts them into an origin of their own. */
export function shownRoutes() {
  const app = routes()
  app.get('/shown/:showing/:ticket/:path{.*}', async context => {
    const { ticket, path = '' } = context.req.param()
    const { data } = showing.safeParse(context.req.param('showing'))
    if (!data) throw new OctavoError('not_found')
    const bytes = await readShown(context.get('octavo'), data, ticket, path)
    return context.body(Uint8Array.from(bytes), 200, {
      'content-type': mediaTypeOf(path || 'index.html'),
      'cache-control': 'private, max-age=3600',
      // Fonts and scripts of modules are asked for from an origin that is none. Who has the ticket has the file.
      'access-control-allow-origin': '*',
    })
  })
  return app
}
