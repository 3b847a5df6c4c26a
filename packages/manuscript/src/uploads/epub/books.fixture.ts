import { pixel, zipOf } from '../zip.fixture.ts'

export const container = `<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`

export const page = (title: string, body: string, type = '') => `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en">
<head><title>${title}</title><style>p { margin: 0 }</style></head><body${type && ` epub:type="${type}"`}>${body}</body></html>`

const opf = (manifest: string, spine: string, toc = '') => `<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:identifier id="id">urn:isbn:9780000000002</dc:identifier><dc:title id="t1">The Salt Road</dc:title><dc:title id="t2">A Walk in Nine Days</dc:title>
<meta refines="#t2" property="title-type">subtitle</meta><dc:creator id="c1">Mara Lind</dc:creator><meta refines="#c1" property="role">aut</meta>
<dc:creator id="c2">Tom Ro</dc:creator><meta refines="#c2" property="role">ill</meta><dc:language>en-GB</dc:language><dc:rights>© 2024 Mara Lind</dc:rights>
<dc:subject>Walking</dc:subject><meta name="cover" content="cover"/></metadata>
<manifest>${manifest}</manifest><spine${toc}>${spine}</spine></package>`

const item = (id: string, href: string, type = 'application/xhtml+xml', more = '') =>
  `<item id="${id}" href="${href}" media-type="${type}" ${more}/>`

const pages = {
  'OEBPS/text/title.xhtml': page('Title', '<h1>The Salt Road</h1><p class="center">Mara Lind</p>', 'titlepage'),
  'OEBPS/text/one.xhtml': page(
    'One',
    `<section epub:type="chapter" id="c1"><h2>One: The Ferry</h2><p>We left at <i>dawn</i>&nbsp;&mdash; see <a href="two.xhtml#inn">the inn</a>, and <a href="https://example.org/">more</a>.<a epub:type="noteref" href="notes.xhtml#n1">1</a></p>
<figure><img src="../img/ferry%20boat.jpg" alt="A ferry"/><figcaption>The <b>old</b> ferry</figcaption></figure>
<ul><li>bread</li><li>salt</li></ul><table><tr><th>Day</th><th>Miles</th></tr><tr><td>1</td><td>12</td></tr></table></section>`,
  ),
  'OEBPS/text/two.xhtml': page(
    'Two',
    `<h2>Two: The Inn</h2><p id="inn">An inn, <code>x_y</code>.</p><blockquote><p>Rest, traveller.</p></blockquote>
<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></semantics></math>
<h3 id="night">Night</h3><p>Rain.</p>`,
  ),
  'OEBPS/text/notes.xhtml': page(
    'Notes',
    '<section epub:type="endnotes"><h2>Notes</h2><aside epub:type="footnote" id="n1"><p>The ferry no longer runs.</p></aside></section>',
  ),
  'OEBPS/img/ferry boat.jpg': pixel,
  'OEBPS/img/cover.png': pixel,
}

const manifest = [
  item('title', 'text/title.xhtml'),
  item('one', 'text/one.xhtml'),
  item('two', 'text/two.xhtml'),
  item('notes', 'text/notes.xhtml'),
  item('ferry', 'img/ferry%20boat.jpg', 'image/jpeg'),
  item('cover', 'img/cover.png', 'image/png', 'properties="cover-image"'),
].join('')
const spine = ['title', 'one', 'two', 'notes'].map(id => `<itemref idref="${id}"/>`).join('')

/** A small EPUB 3, with other files in place of its own or beside them. */
export function epub3(files: Record<string, string | Uint8Array> = {}): Uint8Array {
  const nav = page(
    'Contents',
    `<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="text/title.xhtml">Title page</a></li><li><span>The Walk</span><ol><li><a href="text/one.xhtml#c1">One: The Ferry</a></li>
<li><a href="text/two.xhtml">Two: The Inn</a><ol><li><a href="text/two.xhtml#night">Night</a></li></ol></li></ol></li><li><a href="text/notes.xhtml">Notes</a></li></ol></nav>
<nav epub:type="landmarks"><ol><li><a epub:type="bodymatter" href="text/one.xhtml#c1">Start</a></li></ol></nav>`,
  )
  return zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': container,
    'OEBPS/content.opf': opf(manifest + item('nav', 'nav.xhtml', 'application/xhtml+xml', 'properties="nav"'), spine),
    'OEBPS/nav.xhtml': nav,
    ...pages,
    ...files,
  })
}

/** The same book with the table of contents of EPUB 2. */
export function epub2(): Uint8Array {
  const point = (title: string, src: string, inside = '') =>
    `<navPoint><navLabel><text>${title}</text></navLabel><content src="${src}"/>${inside}</navPoint>`
  const ncx = `<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>${point('One: The Ferry', 'text/one.xhtml#c1')}${point('Two: The Inn', 'text/two.xhtml', point('Night', 'text/two.xhtml#night'))}</navMap></ncx>`
  return zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': container,
    'OEBPS/content.opf': opf(manifest + item('ncx', 'toc.ncx', 'application/x-dtbncx+xml'), spine, ' toc="ncx"'),
    'OEBPS/toc.ncx': ncx,
    ...pages,
  })
}
