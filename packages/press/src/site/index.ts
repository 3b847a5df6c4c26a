export { renderSite, type SiteFile, type SiteOptions } from './render-site.ts'
export { SiteCache } from './site-cache.ts'
export { BaseUrlError } from './site-plan.ts'
