import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What this process measures, for Prometheus. Domains add their own to the registry. */
export interface Metrics {
  readonly registry: Registry
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'octavo_' })
  const requestSeconds = new Histogram({
    name: 'octavo_http_request_seconds',
    help: 'Time from a request to the start of its answer, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  return { registry, requestSeconds }
}
