import { routes } from '../http/environment.ts'

export function systemRoutes() {
  return routes()
}
