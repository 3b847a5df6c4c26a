import { bookOf } from './src/testing.ts'
import { bindBook } from './src/index.ts'
import { renderPdf } from './src/pdf/index.ts'
import { catalogue } from '@octavo/manuscript'
import { writeFileSync } from 'node:fs'
const text = catalogue.map(f => `## ${f.id}\n\n${f.example}`).join('\n\n')
const book = await bindBook(bookOf([{kind:'front',text:'# Preface\n\nHello "there".'}, `# Everything\n\n${text}`, '# Next\n\nSee [](#nope).'], {dedication:'To all', publisher:'Octavo', rights:'© 2026'}))
const { pdf, pages, problems } = await renderPdf(book, JSON.parse(process.argv[2] ?? '{}'))
console.log(pages, pdf.length, problems)
writeFileSync('/tmp/pdfx/cat.pdf', pdf)
