import type { MiddlewareHandler } from 'hono'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { ownPaths } from '../system/studio-files.ts'
import type { Environment } from './environment.ts'

/** Our own pages: one style sheet of ours, no script at all. */
const strict = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

/**
 * The studio: scripts and connections of this server only. Its libraries set styles of their own (editor, menus), which
 * run nothing; what a stranger wrote is shown in a frame without scripts.
 */
const studio = {
  ...strict,
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  frameSrc: ["'self'", 'blob:'],
  workerSrc: ["'self'"],
  manifestSrc: ["'self'"],
}

/** The API reference (Scalar) is a script of ours and one line that calls it; it styles itself, and talks to this server only. */
const reference = {
  ...strict,
  scriptSrc: ["'self'", NONCE],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
}

/** A file of a book, opened by itself: an SVG may style itself, and runs no script. */
const file = { ...strict, styleSrc: ["'unsafe-inline'"], imgSrc: ['data:'], formAction: ["'none'"], sandbox: [] }

/**
 * An export as a browser shows it, framed by the studio alone. It is in an origin of its own, whatever it holds: it reads
 * nothing of the person who looks, and `sandbox` says so even where it is opened by itself.
 */
const shown = {
  ...strict,
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  mediaSrc: ["'self'"],
  formAction: ["'none'"],
  frameAncestors: ["'self'"],
  sandbox: [],
}
const shownSite = {
  ...shown,
  // Which of its own lines may run, a site says itself.
  scriptSrc: ["'self'", "'unsafe-inline'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  sandbox: ['allow-scripts'],
}

const contents = /^\/v1\/(files|exports)\/[^/]+\/content$/

/** Headers that keep a browser from running, framing or leaking what it should not. HSTS only where we know of https. */
export function securityHeaders(publicUrl: string | undefined): MiddlewareHandler<Environment> {
  const base = {
    // Not no-referrer: a form of ours would then send "Origin: null" (Fetch standard, 3.2), which we refuse.
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    strictTransportSecurity: publicUrl?.startsWith('https:') ? 'max-age=31536000; includeSubDomains' : false,
    permissionsPolicy: { camera: false, microphone: false, geolocation: false, payment: false },
  } as const
  const forPages = secureHeaders({ ...base, contentSecurityPolicy: strict })
  const forStudio = secureHeaders({ ...base, contentSecurityPolicy: studio })
  const forReference = secureHeaders({ ...base, contentSecurityPolicy: reference })
  const forFiles = secureHeaders({ ...base, contentSecurityPolicy: file })
  const framed = { ...base, xFrameOptions: 'SAMEORIGIN', crossOriginResourcePolicy: 'cross-origin' } as const
  const forPagesShown = secureHeaders({ ...framed, contentSecurityPolicy: shown })
  const forSites = secureHeaders({ ...framed, contentSecurityPolicy: shownSite })
  return (context, next) => {
    const { path } = context.req
    if (path.startsWith('/v1/shown/site/')) return forSites(context, next)
    if (path.startsWith('/v1/shown/')) return forPagesShown(context, next)
    if (!ownPaths.test(path)) return forStudio(context, next)
    return (path === '/docs' ? forReference : contents.test(path) ? forFiles : forPages)(context, next)
  }
}
