/** The page as a reading system shows it, and the pages around the text. */
export const pageStyles = `
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; padding: 0 2%; line-height: 1.5; widows: 2; orphans: 2; overflow-wrap: break-word; }
.opening { margin: 12% 0 2em; }
.page-subtitle { font-style: italic; margin-top: 0.5em; text-indent: 0; }
.part .opening { margin-top: 35%; text-align: center; } .part h1 { text-align: center; }
body.contents ol { list-style-type: none; padding: 0; } body.contents ol ol { padding-inline-start: 1.4em; font-size: 0.94em; }
body.contents nav > ol > li > a { font-weight: bold; }
body.contents li { margin: 0.35em 0; } body.contents h1 { margin: 12% 0 1em; }
body.cover { padding: 0; text-align: center; } body.cover img { max-height: 100%; max-width: 100%; }
body.title { text-align: center; } .book-title { font-size: 2.2em; text-align: center; margin: 28% 0 0; }
.book-subtitle { font-size: 1.2em; font-style: italic; margin-top: 0.8em; }
.book-author { font-size: 1.1em; margin-top: 2.2em; } .book-author + .book-author { margin-top: 0.4em; }
.book-publisher { margin-top: 30%; font-size: 0.9em; }
body.copyright { font-size: 0.85em; } body.copyright section { margin-top: 40%; } .imprint { margin-bottom: 0.6em; }
body.dedication { text-align: center; font-style: italic; } body.dedication section { margin-top: 35%; }
`
