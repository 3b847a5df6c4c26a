import { routes } from '../http/environment.ts'
import { authRoutes } from './auth-routes.ts'

export function identityRoutes() {
  return routes().route('/', authRoutes())
}
