/** For books that explain: space between paragraphs, headings in a sans serif, ragged lines. */
export const technicalStyles = `
p { margin: 0.7em 0; }
li > p, td > p, th > p, figcaption > p, .box-title, .card-title { margin: 0.25em 0; }
.opening { border-bottom: 1px solid rgba(128, 128, 128, 0.4); padding-bottom: 1em; margin-top: 6%; }
.part .opening { border: 0; }
h1 .number { opacity: 0.75; }
`
