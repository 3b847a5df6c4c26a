/** A column to read on a screen, light or dark as the reader's system is, and pages on paper. */
export const screenStyles = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1d1d1f; --accent: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --paper: #16171a; --ink: #d9d9dc; --accent: #86b4ea; } }
html { background: var(--paper); color: var(--ink); scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 42rem; padding: 4rem 1.25rem 6rem; font-size: 1.125rem; line-height: 1.6; overflow-wrap: break-word; }
p { margin: 0.8em 0; }
li > p, td > p, th > p, figcaption > p, .box-title, .card-title { margin: 0.25em 0; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, .tab-choice:focus-visible + .tab-title { outline: 2px solid var(--accent); outline-offset: 2px; }
.book-head { margin: 10vh 0; }
.book-head h1 { font-size: 2.4em; }
.book-subtitle { font-size: 1.2em; font-style: italic; }
.book-head img { max-height: 60vh; width: auto; }
.contents ol { list-style-type: none; padding: 0; } .contents ol ol { padding-inline-start: 1.4em; }
.contents li { margin: 0.3em 0; } .contents > summary { font-weight: bold; cursor: pointer; }
.page { margin-top: 6rem; }
.page > .opening { margin-bottom: 2rem; } .page > .opening h2 { font-size: 1.8em; margin: 0; }
.number { display: block; font-size: 0.55em; font-weight: normal; opacity: 0.75; margin-bottom: 0.4em; }
.page-subtitle { font-style: italic; }
.page h3 { font-size: 1.35em; } .page h4 { font-size: 1.12em; }
.imprint { margin-top: 6rem; font-size: 0.85em; opacity: 0.8; }
pre { white-space: pre; overflow-x: auto; }
summary.box-title { cursor: pointer; }
.tabs { display: flex; flex-wrap: wrap; gap: 0 1.2em; margin: 1.2em 0; }
.tab-choice { position: absolute; opacity: 0; }
.tab-title { order: 1; cursor: pointer; padding: 0.2em 0; border-bottom: 3px solid transparent; }
.tab-choice:checked + .tab-title { border-color: currentColor; font-weight: bold; }
.tabs > .tab { order: 2; width: 100%; display: none; margin: 0; padding: 0.5em 0 0; border: 0; border-top: 1px solid rgba(128, 128, 128, 0.4); }
.tab-choice:checked + .tab-title + .tab { display: block; }
.tab-heading { display: none; }
.grid { display: grid; gap: 1em; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); }
.grid > * { margin: 0; }
@media (prefers-color-scheme: dark) {
  .code-comment { color: #9a9aa2; } .code-keyword { color: #d79bce; } .code-function, .code-link { color: #86b4ea; }
  .code-string, .code-string-expression, .code-inserted { color: #8fc895; } .code-constant, .code-deleted { color: #e0a06c; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --accent: #000; }
  @page { margin: 2.2cm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .page { break-before: page; margin-top: 0; }
  .tabs { display: block; } .tab-choice, .tab-title, .note-back, .cited { display: none; }
  .tabs > .tab, .tab-heading { display: block; }
  details::details-content { content-visibility: visible; block-size: auto; }
  pre { white-space: pre-wrap; }
}
`
