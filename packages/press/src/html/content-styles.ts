/**
 * What an e-book and a single page share. Sizes are in em, colours few: the reader's own settings come first. Those there are can be read on
 * white and on black, with a contrast of 4.5 and more (WCAG 2.2 §1.4.3).
 */
export const contentStyles = `
p { margin: 0; }
h1, h2, h3, h4, h5, h6 { line-height: 1.2; text-align: left; text-align: start; page-break-after: avoid; break-after: avoid; -webkit-hyphens: none; hyphens: none; }
h1 { font-size: 1.8em; margin: 0; }
h2 { font-size: 1.35em; margin: 1.8em 0 0.6em; }
h3 { font-size: 1.12em; margin: 1.5em 0 0.5em; }
h4, h5, h6 { font-size: 1em; margin: 1.3em 0 0.4em; }
h1 .number { display: block; font-size: 0.55em; font-weight: normal; margin-bottom: 0.6em; }
.heading-number { margin-inline-end: 0.4em; }
a { color: inherit; text-decoration: underline; text-decoration-thickness: 0.05em; text-underline-offset: 0.15em; }
nav a, .note-reference, .contents a { text-decoration: none; }
img { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid; opacity: 0.3; margin: 1.8em 25%; }
ul, ol { margin: 0.8em 0; padding-inline-start: 1.6em; }
li > ul, li > ol { margin: 0.2em 0; }
li > p + p { margin-top: 0.5em; }
.task { list-style-type: none; margin-inline-start: -1.4em; }
dl { margin: 0.8em 0; }
dt { font-weight: bold; margin-top: 0.7em; page-break-after: avoid; break-after: avoid; }
dd { margin: 0.1em 0 0; margin-inline-start: 1.4em; }
blockquote { margin: 1em 1.6em; }
figure { margin: 1.4em 0; text-align: center; }
figure.figure { page-break-inside: avoid; break-inside: avoid; }
figure.table, figure.code { text-align: start; page-break-inside: auto; break-inside: auto; }
figure.quote { text-align: start; }
figure.quote blockquote { margin-bottom: 0.2em; }
figure.quote figcaption { text-align: end; margin-inline-end: 1.9em; }
figure.quote figcaption p::before { content: '\\2014\\00a0'; }
figcaption { font-size: 0.88em; line-height: 1.4; margin: 0.6em 0; }
figcaption p { text-indent: 0; text-align: inherit; }
.caption-number { font-weight: bold; }
.legend { margin-top: 0.4em; font-size: 0.95em; }
.with-parts > figure { display: inline-block; max-width: 47%; margin: 0.4em 1%; vertical-align: top; }
.align-left { text-align: left; } .align-right { text-align: right; } .align-center { text-align: center; }
img.align-left { float: left; margin: 0.2em 1.2em 0.6em 0; }
img.align-right { float: right; margin: 0.2em 0 0.6em 1.2em; }
img.align-center { display: block; margin: 1em auto; }
.table-box { overflow-x: auto; margin: 1em 0; }
table { border-collapse: collapse; font-size: 0.88em; line-height: 1.35; margin: 0; max-width: 100%; }
th, td { padding: 0.35em 0.6em; vertical-align: top; text-indent: 0; border-bottom: 1px solid rgba(128, 128, 128, 0.35); }
td, th { text-align: left; text-align: start; }
td.align-right, th.align-right { text-align: right; } td.align-center, th.align-center { text-align: center; }
thead th { border-bottom: 2px solid; vertical-align: bottom; }
pre { font-size: 0.78em; line-height: 1.4; margin: 0; padding: 0.7em 0.9em; white-space: pre-wrap; text-align: left; border: 1px solid rgba(128, 128, 128, 0.4); border-radius: 0.3em; -webkit-hyphens: none; hyphens: none; }
code, kbd, samp { font-size: 0.86em; -webkit-hyphens: none; hyphens: none; }
pre code { font-size: 1em; }
div.code { margin: 1em 0; }
.code-filename { font-size: 0.75em; text-indent: 0; margin: 0 0 0.3em; opacity: 0.75; }
.line { display: inline; }
.numbered .line::before { content: attr(data-line); display: inline-block; min-width: 1.6em; margin-inline-end: 1em; text-align: right; opacity: 0.5; }
.line.emphasised { font-weight: bold; }
kbd { border: 1px solid rgba(128, 128, 128, 0.6); border-radius: 0.25em; padding: 0 0.3em; }
.code-comment { color: #737373; font-style: italic; }
.code-keyword { color: #a84f9d; }
.code-string, .code-string-expression, .code-inserted { color: #3d8540; }
.code-constant, .code-deleted { color: #b06020; }
.code-function, .code-link { color: #2f7ab8; }
.small-caps { font-variant: small-caps; }
abbr { text-decoration: none; }
sup, sub { line-height: 0; font-size: 0.72em; }
.unbroken { white-space: nowrap; }
.equation { display: flex; align-items: center; margin: 1em 0; text-align: center; overflow-x: auto; text-indent: 0; }
.formula { flex: 1 1 auto; }
.tml-right { text-align: right; text-align: -webkit-right; } .tml-left { text-align: left; text-align: -webkit-left; }
.diagram { margin: 1.2em 0; text-align: center; }
.diagram svg { max-width: 100%; height: auto; }
.icon { width: 1em; height: 1em; vertical-align: -0.12em; }
.admonition, .details, .card, .proof, .exercise, .solution, .tab, .elsewhere, aside.aside {
  margin: 1.2em 0; padding: 0.1em 0 0.1em 1em; border-left: 3px solid rgba(128, 128, 128, 0.6);
}
.admonition.warning, .admonition.caution, .admonition.attention { border-left-color: #b7791f; }
.admonition.danger, .admonition.error { border-left-color: #c53030; }
.admonition.tip, .admonition.hint { border-left-color: #2f855a; }
.admonition.important { border-left-color: #6b46c1; }
.box-title, .card-title { font-weight: bold; text-indent: 0; margin-bottom: 0.3em; page-break-after: avoid; break-after: avoid; }
.elsewhere { text-align: left; text-align: start; }
.card-header, .card-footer, .elsewhere-kind { font-size: 0.88em; opacity: 0.8; }
.elsewhere-kind { text-indent: 0; }
.theorem > p, .lemma > p, .corollary > p, .proposition > p, .conjecture > p { font-style: italic; }
.proof > .box-title { font-style: normal; }
.notes { margin-top: 2.5em; padding-top: 0.8em; border-top: 1px solid rgba(128, 128, 128, 0.4); font-size: 0.88em; }
.note { margin: 0.5em 0; } .note p { text-indent: 0; }
.bibliography ul, .index ul { list-style-type: none; padding: 0; }
.bibliography-entry { margin: 0.5em 0; padding-inline-start: 1.4em; text-indent: -1.4em; }
.cited { font-size: 0.8em; }
.index li { padding-inline-start: 1em; text-indent: -1em; } .index ul ul { padding-inline-start: 1em; }
.index h2 { margin: 1.2em 0 0.2em; }
`
