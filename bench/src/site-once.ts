import { Binder } from '@octavo/press'
import { realBook } from '@octavo/press/real-book'
import { renderSite } from '@octavo/press/site'

/** Builds the site of the real book once, in a process that has built nothing before, and prints how long it took. */
const book = realBook()!
const began = performance.now()
let files = 0
for await (const _ of renderSite(await new Binder().bind(book))) files++
console.log(`Built ${files} files in ${Math.round(performance.now() - began)} ms.`)
