/** For books that tell: paragraphs are indented and follow each other, scenes are parted by three stars. */
export const literaryStyles = `
p { text-indent: 1.3em; text-align: justify; -webkit-hyphens: auto; hyphens: auto; }
.opening + p, h2 + p, h3 + p, h4 + p, hr + p, figure + p, blockquote + p, .opening + div > p:first-child,
blockquote p:first-child, li p, dd p, td p, th p, aside p, .admonition p, .notes p, .title p, .copyright p, .dedication p { text-indent: 0; }
.titlepage p, .dedication p { text-align: center; }
h1, h2, h3 { font-weight: normal; }
h1 { text-align: center; }
h1 .number { letter-spacing: 0.08em; font-variant: small-caps; font-size: 0.7em; }
.opening { text-align: center; margin: 18% 0 3em; }
.page-subtitle { text-align: center; }
h2, h3 { text-align: center; }
hr { border: 0; opacity: 1; margin: 1.6em 0; text-align: center; height: auto; }
hr::before { content: '*\\2003*\\2003*'; }
blockquote { font-size: 0.95em; }
`

/** The first letter of a chapter over two lines. */
export const dropCapStyles = `
.chapter > .opening + p::first-letter { float: left; font-size: 3.1em; line-height: 0.82; padding: 0.06em 0.08em 0 0; }
`
