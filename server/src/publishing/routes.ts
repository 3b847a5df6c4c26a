import { routes } from '../http/environment.ts'
import { connectionRoutes } from './connections/connection-routes.ts'
import { destinationRoutes } from './destinations/destination-routes.ts'
import { exportsRoutes } from './exports/exports-routes.ts'
import { shownRoutes } from './exports/shown-routes.ts'
import { previewRoutes } from './preview/preview-routes.ts'
import { bookPublishingRoutes } from './publishing-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** Where books go, how they get there, and what comes back. */
export function publishingRoutes() {
  return routes()
    .route('/', exportsRoutes())
    .route('/', previewRoutes())
    .route('/', shownRoutes())
    .route('/', connectionRoutes())
    .route('/', destinationRoutes())
    .route('/', bookPublishingRoutes())
    .route('/', webhookRoutes())
}
