import { html } from 'hono/html'
import { type Html, page } from './page.ts'
import { version } from './version.ts'

/** What stands at the studio's first addresses where nobody has built it. */
export function unbuiltPage(): Html {
  return page(
    'The studio is not built',
    html`<h1>The studio is not built</h1>
<p class="lead">Octavo ${version} runs, and its API answers.</p>
<p>Build the studio with <code>npm run build</code>, then start Octavo again: <code>npm start</code> does both.</p>
<p><a href="/docs">API documentation</a>, to try in the browser · <a href="/openapi.json">openapi.json</a>, for programs</p>`,
  )
}
