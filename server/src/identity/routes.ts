import { routes } from '../http/environment.ts'
import { accessRoutes } from './access-routes.ts'
import { authRoutes } from './auth-routes.ts'
import { invitationsRoutes } from './invitations-routes.ts'
import { meRoutes } from './me-routes.ts'
import { operatorRoutes } from './operator-routes.ts'
import { organizationsRoutes } from './organizations-routes.ts'
import { providerKeysRoutes } from './provider-keys-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

/** People: signing in, themselves, their organizations, and the operator's view of them. */
export function identityRoutes() {
  return routes()
    .route('/', authRoutes())
    .route('/', signInRoutes())
    .route('/', meRoutes())
    .route('/', accessRoutes())
    .route('/', organizationsRoutes())
    .route('/', invitationsRoutes())
    .route('/', providerKeysRoutes())
    .route('/', operatorRoutes())
}
