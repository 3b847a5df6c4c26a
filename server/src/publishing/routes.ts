import { routes } from '../http/environment.ts'
import { exportsRoutes } from './exports/exports-routes.ts'

/** Books as they leave the house. */
export function publishingRoutes() {
  return routes().route('/', exportsRoutes())
}
