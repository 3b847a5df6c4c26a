import { routes } from '../http/environment.ts'
import { budgetRoutes } from './budget-routes.ts'
import { plansRoutes } from './plans-routes.ts'
import { subscriptionRoutes } from './subscription-routes.ts'
import { usageRoutes } from './usage-routes.ts'

/** Plans, subscriptions, budgets, and what was used. */
export function billingRoutes() {
  return routes()
    .route('/', plansRoutes())
    .route('/', subscriptionRoutes())
    .route('/', budgetRoutes())
    .route('/', usageRoutes())
}
