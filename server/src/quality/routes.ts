import { routes } from '../http/environment.ts'
import { auditRoutes } from './audit-routes.ts'
import { featureRoutes } from './feature-routes.ts'
import { remediationRoutes } from './remediation-routes.ts'

/** Features, audits, and how a chapter is mended. */
export function qualityRoutes() {
  return routes().route('/', featureRoutes()).route('/', auditRoutes()).route('/', remediationRoutes())
}
