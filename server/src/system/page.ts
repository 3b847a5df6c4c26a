import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** A whole page of ours: no script, no other host. What is put into `html` is escaped. */
export function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Octavo</title>
<link rel="stylesheet" href="/page.css">
<link rel="icon" href="${icon}">
</head>
<body>
<header><a href="/" class="mark">Octavo</a></header>
<main>${body}</main>
<footer><a href="/docs">API</a> <a href="/docs/errors">Errors</a></footer>
</body>
</html>`
}

/** A folded sheet. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%230B5563' d='M2 2l6 2v10l-6-2zM14 2L8 4v10l6-2z'/%3E%3C/svg%3E"

/** Paper and ink, by day and by night. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#F6F5F2, #161716); --sheet: light-dark(#FDFDFB, #1E1F1E); --line: light-dark(#DEDCD5, #313330);
  --ink: light-dark(#1C1C1A, #EAE8E2); --ink-2: light-dark(#4B4944, #BFBCB4);
  --accent: light-dark(#0B5563, #7FC4CC);
  --serif: Literata, "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif;
  --sans: Inter, system-ui, -apple-system, "Segoe UI", sans-serif;
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--paper); color: var(--ink);
  font: 400 1.0625rem/1.6 var(--serif) }
header, footer, main { width: min(42rem, 100% - 2.5rem); margin-inline: auto }
header { padding: 2.5rem 0 1rem }
.mark { font-size: 1.3125rem; letter-spacing: .01em; color: var(--ink); text-decoration: none }
main { flex: 1; background: var(--sheet); border: 1px solid var(--line); border-radius: 2px; padding: 2.5rem clamp(1.25rem, 6vw, 3.5rem) 3rem;
  box-shadow: 0 1px 2px light-dark(rgb(28 28 26 / .1), rgb(0 0 0 / .5)) }
footer { padding: 1.25rem 0 2.5rem; font: 400 .8125rem/1.25rem var(--sans); display: flex; gap: 1.25rem }
h1 { font-weight: 400; font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; text-wrap: balance }
p { margin: .5rem 0; max-width: 60ch } .lead { color: var(--ink-2) }
a { color: var(--accent); text-underline-offset: .2em }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
code { font: .875em/1.4 "IBM Plex Mono", ui-monospace, "SF Mono", Consolas, monospace }
table { border-collapse: collapse; width: 100%; font-size: .9375rem } th { text-align: left; font-weight: 500 }
td, th { border-top: 1px solid var(--line); padding: .6rem .75rem .6rem 0; vertical-align: top } :target { background: var(--paper) }
`
