import { routes } from '../http/environment.ts'
import { allJobsRoutes } from './all-jobs-routes.ts'
import { jobRoutes } from './job-routes.ts'
import { modelRoutes } from './model-routes.ts'
import { promptRoutes } from './prompt-routes.ts'
import { watchRoutes } from './watch-routes.ts'

/** Jobs and their events, models and providers, prompts. */
export function generationRoutes() {
  return routes()
    .route('/', jobRoutes())
    .route('/', watchRoutes())
    .route('/', allJobsRoutes())
    .route('/', modelRoutes())
    .route('/', promptRoutes())
}
