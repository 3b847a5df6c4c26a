import { routes } from '../http/environment.ts'
import { booksRoutes } from './books-routes.ts'
import { chaptersRoutes } from './chapters-routes.ts'
import { codexRoutes } from './codex-routes.ts'
import { collaboratorsRoutes } from './collaborators-routes.ts'
import { commentsRoutes } from './comments/comments-routes.ts'
import { coversRoutes } from './covers/covers-routes.ts'
import { coverPictureRoutes } from './covers/picture-routes.ts'
import { filesRoutes } from './files/files-routes.ts'
import { importsRoutes } from './imports/imports-routes.ts'
import { outlineRoutes } from './outline-routes.ts'
import { presenceRoutes } from './presence/presence-routes.ts'
import { referencesRoutes } from './references/references-routes.ts'
import { reviewRoutes } from './review/review-routes.ts'
import { searchRoutes } from './search/search-routes.ts'
import { sourcesRoutes } from './sources-routes.ts'
import { statisticsRoutes } from './statistics/statistics-routes.ts'
import { suggestionsRoutes } from './suggestions/suggestions-routes.ts'
import { templatesRoutes } from './templates-routes.ts'
import { versionsRoutes } from './versions/versions-routes.ts'

/** Books and everything in them. */
export function libraryRoutes() {
  return routes()
    .route('/', booksRoutes())
    .route('/', collaboratorsRoutes())
    .route('/', outlineRoutes())
    .route('/', chaptersRoutes())
    .route('/', versionsRoutes())
    .route('/', reviewRoutes())
    .route('/', referencesRoutes())
    .route('/', presenceRoutes())
    .route('/', commentsRoutes())
    .route('/', suggestionsRoutes())
    .route('/', sourcesRoutes())
    .route('/', filesRoutes())
    .route('/', coversRoutes())
    .route('/', coverPictureRoutes())
    .route('/', importsRoutes())
    .route('/', codexRoutes())
    .route('/', templatesRoutes())
    .route('/', statisticsRoutes())
    .route('/', searchRoutes())
}
