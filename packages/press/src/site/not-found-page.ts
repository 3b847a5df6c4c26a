import { createHash } from 'node:crypto'
import { html, Markup } from './markup.ts'
import type { SitePlan } from './site-plan.ts'

const style = `:root{color-scheme:light dark}body{display:grid;place-content:center;gap:1rem;min-height:90vh;margin:0;padding:2rem;background:light-dark(#fdfdfb,#1b1c1b);color:light-dark(#1c1c1a,#e6e4de);font:1.125rem/1.6 Georgia,serif}h1,p{margin:0}h1{font-size:1.75rem;line-height:1.2}a{color:light-dark(#0b5563,#7fc4cc)}`

/**
 * What a host shows for an address that leads nowhere. It may be shown at any depth of addresses, where nothing relative
 * would be found: it needs no other file, and leads to the book by its whole address where that is known.
 */
export function notFoundDocument({ book, words, wordsLanguage, direction, baseUrl }: SitePlan): string {
  const hash = createHash('sha256').update(style).digest('base64')
  return html`<!doctype html>
<html lang="${wordsLanguage}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${new Markup(hash)}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.notFound} · ${book.title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<h1>${words.notFound}</h1>
<p>${words.notFoundText}</p>
<p><a href="${baseUrl ?? 'index.html'}" lang="${book.language}" dir="${direction}">${book.title}</a></p>
</body>
</html>
`.text
}
