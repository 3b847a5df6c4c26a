import { routes } from '../http/environment.ts'
import { booksRoutes } from './books-routes.ts'
import { chaptersRoutes } from './chapters-routes.ts'
import { codexRoutes } from './codex-routes.ts'
import { collaboratorsRoutes } from './collaborators-routes.ts'
import { outlineRoutes } from './outline-routes.ts'
import { searchRoutes } from './search/search-routes.ts'
import { sourcesRoutes } from './sources-routes.ts'
import { templatesRoutes } from './templates-routes.ts'

/** Books and everything in them. */
export function libraryRoutes() {
  return routes()
    .route('/', booksRoutes())
    .route('/', collaboratorsRoutes())
    .route('/', outlineRoutes())
    .route('/', chaptersRoutes())
    .route('/', sourcesRoutes())
    .route('/', codexRoutes())
    .route('/', templatesRoutes())
    .route('/', searchRoutes())
}
