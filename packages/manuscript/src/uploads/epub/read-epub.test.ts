import { describe, expect, test } from 'vitest'
import { checkMyst } from '../../check-myst.ts'
import { pageOf, unaccounted } from '../accounted.fixture.ts'
import { readUpload } from '../index.ts'
import { epub2, epub3, page } from './books.fixture.ts'

const read = (bytes: Uint8Array) => readUpload({ name: 'salt.epub', bytes })
const marksOf = async (bytes: Uint8Array) =>
  (await read(bytes)).marks.map(({ title, depth, block, from, semantics }) => [title, depth, block, from, semantics])

describe('an EPUB', () => {
  test('is MyST the parser has nothing against', async () => {
    const upload = await read(epub3())
    expect(pageOf(upload)).toMatchInlineSnapshot(`
      "# The Salt Road

      Mara Lind

      ## One: The Ferry

      We left at *dawn* — see [the inn](#two-inn), and [more](https://example.org/).[^note-n1]

      [^note-n1]: The ferry no longer runs.

      :::{figure} images/ferry-boat.png
      :alt: A ferry

      The **old** ferry
      :::

      - bread
      - salt

      | Day | Miles |
      | --- | --- |
      | 1 | 12 |

      ## Two: The Inn

      (two-inn)=
      An inn, \`x_y\`.

      > Rest, traveller.

      $x^2$

      ### Night

      Rain.

      ## Notes"
    `)
    expect(checkMyst(pageOf(upload))).toEqual([])
    expect(upload.warnings).toEqual([])
  })

  test('gives what its package says of it, its pictures and its cover', async () => {
    const { metadata, images, cover } = await read(epub3())
    expect(metadata).toEqual({
      title: 'The Salt Road',
      subtitle: 'A Walk in Nine Days',
      authors: ['Mara Lind'],
      language: 'en-GB',
      rights: '© 2024 Mara Lind',
      identifiers: ['urn:isbn:9780000000002'],
      keywords: ['Walking'],
    })
    expect([...images.keys()]).toEqual(['images/ferry-boat.png', 'images/cover.png'])
    expect(cover).toBe('images/cover.png')
  })

  test('has the marks of its navigation, with what it calls them', async () => {
    expect(await marksOf(epub3())).toEqual([
      ['Title page', 1, 0, 'nav', 'titlepage'],
      ['The Walk', 1, 2, 'nav', undefined],
      ['One: The Ferry', 2, 2, 'nav', 'chapter bodymatter'],
      ['Two: The Inn', 2, 8, 'nav', undefined],
      ['Night', 3, 12, 'nav', undefined],
      ['Notes', 1, 14, 'nav', 'endnotes'],
    ])
  })

  test('of version 2 has those of its NCX', async () => {
    expect(await marksOf(epub2())).toEqual([
      ['One: The Ferry', 1, 2, 'ncx', 'chapter'],
      ['Two: The Inn', 1, 8, 'ncx', undefined],
      ['Night', 2, 12, 'ncx', undefined],
    ])
  })

  test('without either has one for each page of its spine', async () => {
    const bytes = epub3({ 'OEBPS/nav.xhtml': page('Contents', '<p>Nothing</p>') })
    expect((await read(bytes)).marks.map(({ title, from }) => [title, from])).toEqual([
      ['The Salt Road', 'spine'],
      ['One: The Ferry', 'spine'],
      ['Two: The Inn', 'spine'],
      ['Notes', 'spine'],
    ])
  })

  test('keeps each word', async () => {
    const words =
      'The Salt Road Mara Lind One The Ferry We left at dawn see the inn and more The old ferry A ferry bread salt Day Miles 1 12 Two The Inn An inn Rest traveller Night Rain Notes The ferry no longer runs'
    expect(unaccounted(words, await read(epub3()))).toEqual([])
  })

  test('that is not well-formed is read as HTML, with a warning', async () => {
    const upload = await read(
      epub3({ 'OEBPS/text/two.xhtml': '<html><body><h2><a id="x"/>Two</h2><p>An <b>inn</p></body></html>' }),
    )
    expect(pageOf(upload)).toContain('## Two\n\nAn **inn**')
    expect(upload.warnings).toEqual([
      expect.stringMatching(/two\.xhtml is not well-formed/),
      expect.stringMatching(/Night/),
    ])
  })

  test('with a missing page says so', async () => {
    const { warnings } = await read(
      epub3({
        'OEBPS/text/one.xhtml': page('One', '<p>Look: <img src="../img/none.png" alt="A picture of nothing"/></p>'),
      }),
    )
    expect(warnings.join('\n')).toMatch(/none\.png is not in the file: its description stands in its place/)
  })

  test('with digital rights management is refused, one with garbled fonts is not', async () => {
    const encryption = (algorithm: string) =>
      `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="${algorithm}"/></EncryptedData></encryption>`
    const locked = epub3({ 'META-INF/encryption.xml': encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc') })
    await expect(read(locked)).rejects.toMatchObject({
      name: 'UploadError',
      reason: 'encrypted',
      message: expect.stringMatching(/DRM/),
    })
    const fonts = epub3({ 'META-INF/encryption.xml': encryption('http://www.idpf.org/2008/embedding') })
    expect((await read(fonts)).blocks.length).toBeGreaterThan(5)
  })

  test('asks nothing of anybody and expands nothing', async () => {
    const lol = `<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]>`
    const upload = await read(
      epub3({
        'OEBPS/text/one.xhtml': `${lol}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Before &c; &x; &eacute; after</p></body></html>`,
      }),
    )
    expect(upload.blocks.map(block => block.plain)).toContain('Before &c; &x; é after')
  })
})
