import { html } from 'hono/html'
import { errors } from '../errors.ts'
import { type Html, page } from './page.ts'

/** Every error the API answers with; the `type` of a problem points here. */
export function errorsPage(): Html {
  return page(
    'Errors',
    html`<h1>Errors</h1>
<p class="lead">Every refusal is <code>application/problem+json</code> (RFC 9457). Branch on <code>code</code>; the status and words are for people.</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning, and what to do</th></tr></thead><tbody>
${Object.entries(errors).map(
  ([code, { status, title, detail }]) =>
    html`<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}.<br><span class="lead">${detail}</span></td></tr>`,
)}
</tbody></table>`,
  )
}
