import { realBook } from './src/real-book.fixture.ts'
import { novel } from './src/pdf/novel.fixture.ts'
import { bindBook } from './src/index.ts'
import { PdfPress } from './src/pdf/index.ts'
import { writeFileSync } from 'node:fs'
const which = process.argv[2], options = JSON.parse(process.argv[3] ?? '{}')
const book = which === 'novel' ? novel() : { ...realBook(), cover: 'images/cover.png' }
let t = performance.now(); const lap = (l) => { console.log(l, ((performance.now()-t)/1000).toFixed(2)+'s'); t = performance.now() }
const bound = await bindBook(book); lap('bind')
const press = new PdfPress(options)
let t0 = performance.now()
const r = await press.render(bound, { onProgress: s => lap('before '+s) }); lap('done')
console.log('cold', ((performance.now()-t0)/1000).toFixed(2), 'pages', r.pages, 'MB', (r.pdf.length/1e6).toFixed(1), 'rss', (process.memoryUsage.rss()/1e6).toFixed(0), r.problems.length)
const seen = {}; for (const p of r.problems) seen[p.message.slice(0,160)] = (seen[p.message.slice(0,160)] ?? 0) + 1; console.log(seen)
writeFileSync(`/tmp/pdfx/${which}.pdf`, r.pdf)
if (process.argv[4]) { const i = bound.pages.findIndex(p => p.kind === 'chapter') + 4
 for (const n of [1,2]) { const edited = structuredClone({ ...book, files: undefined }); edited.files = book.files
 const ch = edited.pages[1].children?.[4] ?? edited.pages[5]; ch.text = ch.text.replace(/\n\n([A-Z][a-z]+ [a-z]+)/, `\n\nEdited ${n}. $1`)
 t = performance.now(); const b2 = await bindBook(edited); lap('bind again'); t0 = performance.now(); const r2 = await press.render(b2, { onProgress: s => lap('before '+s) }); lap('done'); console.log('warm', ((performance.now()-t0)/1000).toFixed(2), r2.pages) } }
press.close()
