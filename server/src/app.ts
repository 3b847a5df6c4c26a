import { Scalar } from '@scalar/hono-api-reference'
import { billingRoutes } from './billing/routes.ts'
import { OctavoError } from './errors.ts'
import { generationRoutes } from './generation/routes.ts'
import { authenticate } from './http/authenticate.ts'
import { type Environment, routes } from './http/environment.ts'
import { forbidCrossSite } from './http/forbid-cross-site.ts'
import { limitBody } from './http/limit-body.ts'
import { limitRate } from './http/limit-rate.ts'
import { observe } from './http/observe.ts'
import { answerProblem } from './http/problem.ts'
import { securityHeaders } from './http/security-headers.ts'
import { identityRoutes } from './identity/routes.ts'
import { libraryRoutes } from './library/routes.ts'
import type { Octavo } from './octavo.ts'
import { publishingRoutes } from './publishing/routes.ts'
import { qualityRoutes } from './quality/routes.ts'
import { installationRoutes } from './system/installation-routes.ts'
import { systemRoutes } from './system/routes.ts'
import { studioFiles } from './system/studio-files.ts'
import { version } from './system/version.ts'

/** The whole HTTP application of one installation. It opens nothing and listens to nothing. */
export function createApp(octavo: Octavo, { studio }: { studio?: string | undefined } = {}) {
  const app = routes()
  app.onError(answerProblem)
  app.notFound(context => answerProblem(new OctavoError('not_found'), context))
  app.use(observe(octavo), securityHeaders(octavo.config.publicUrl))
  if (studio) app.use(studioFiles(studio))
  app.use(limitBody())
  app.use(forbidCrossSite(octavo), authenticate(octavo), limitRate(octavo))
  const whole = app
    .route('/', systemRoutes(octavo))
    .route('/v1', identityRoutes())
    .route('/v1', libraryRoutes())
    .route('/v1', generationRoutes())
    .route('/v1', qualityRoutes())
    .route('/v1', billingRoutes())
    .route('/v1', publishingRoutes())
    .route('/v1', installationRoutes())
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  // Made once, when first asked for: the routes do not change while running.
  let document: ReturnType<typeof app.getOpenAPI31Document> | undefined
  app.get('/openapi.json', context => {
    document ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Octavo', version, description: 'Turns one manuscript into every form it can take.' },
      security: [{ token: [] }],
    })
    return context.json(document)
  })
  app.get(
    '/docs',
    Scalar<Environment>(context => ({
      url: '/openapi.json',
      cdn: '/docs/scalar.js',
      pageTitle: 'Octavo API',
      nonce: context.get('secureHeadersNonce'),
      // Everything that would ask another host; the content security policy would refuse it anyway.
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      mcp: { disabled: true },
      agent: { disabled: true },
      showDeveloperTools: 'never',
      showToolbar: 'never',
    })),
  )
  return whole
}

/** The type of the API, from which the typed client is made. */
export type App = ReturnType<typeof createApp>
