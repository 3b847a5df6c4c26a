import { routes } from '../http/environment.ts'

export function libraryRoutes() {
  return routes()
}
