import { strToU8, zipSync } from 'fflate'

/** A picture of one pixel. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==',
  'base64',
)
/** A zip archive of texts and bytes by path. */
export const zip = (files: Record<string, string | Uint8Array>) =>
  new Uint8Array(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([path, content]) => [
          path,
          typeof content === 'string' ? strToU8(content) : content,
        ]),
      ),
    ),
  )

const container = `<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`
const page = (title: string, body: string) => `<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`

/** A book with a part, a picture and a cover, as a publisher's program writes it. */
export const epub = () =>
  zip({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': container,
    'OEBPS/book.opf': `<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:isbn:9780000000002</dc:identifier>
<dc:title>The Weir</dc:title><dc:creator>Ada Brook</dc:creator><dc:language>en-GB</dc:language></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="d" href="dedication.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="mill.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="flood.xhtml" media-type="application/xhtml+xml"/>
<item id="p" href="images/weir.png" media-type="image/png" properties="cover-image"/></manifest>
<spine><itemref idref="d"/><itemref idref="a"/><itemref idref="b"/></spine></package>`,
    'OEBPS/nav.xhtml': `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"
xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Contents</title></head><body><nav epub:type="toc"><ol>
<li><a href="dedication.xhtml">Dedication</a></li><li><a href="mill.xhtml">The Mill</a></li>
<li><a href="flood.xhtml">The Flood</a></li></ol></nav></body></html>`,
    'OEBPS/dedication.xhtml': page('Dedication', '<p>For Tom.</p>'),
    'OEBPS/mill.xhtml': page(
      'The Mill',
      '<p>The mill stood still.</p><p><img src="images/weir.png" alt="A weir"/></p><p>Nobody came.</p><p>Then it rained.</p>',
    ),
    'OEBPS/flood.xhtml': page('The Flood', '<p>The water rose.</p>'),
    'OEBPS/images/weir.png': pixel,
  })

/** A folder of MyST with a part, a picture and a bibliography. */
export const bees = {
  'myst.yml': `version: 1
project:
  title: Bees
  authors:
    - name: Ann
  bibliography: [refs.bib]
  toc:
    - file: index.md
    - title: Summer
      children:
        - file: hive.md
        - file: swarm.md
`,
  'index.md': '# Welcome\n\nBees, from the beginning.\n',
  'hive.md': '# The Hive\n\n![A bee](images/bee.png)\n\nA hive has a queen.\n\nIt is warm {cite}`frisch`.\n',
  'swarm.md': '# The Swarm\n\nIn May they leave.\n\nThe old queen leads.\n',
  'images/bee.png': pixel,
  'refs.bib': '@book{frisch,\n  title = {The Dancing Bees},\n  author = {von Frisch, Karl},\n  year = {1954}\n}\n',
}
