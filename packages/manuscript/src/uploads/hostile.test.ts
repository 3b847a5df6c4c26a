import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { epub3 } from './epub/books.fixture.ts'
import { readUpload, type UploadOptions } from './index.ts'
import { zipOf } from './zip.fixture.ts'

const read = (bytes: Uint8Array, options?: UploadOptions) => readUpload({ name: '../up/book.zip', bytes }, options)
const refused = (reason: string, message: RegExp) => ({
  name: 'UploadError',
  reason,
  message: expect.stringMatching(message),
})

/** A zip with one name in it replaced by another of the same length, in both of its places. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1'))
}

/** Sets bytes of the central directory's only entry. */
function directory(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed.set(values, Buffer.from(bytes).lastIndexOf('PK\u0001\u0002') + at)
  return changed
}

describe('an archive', () => {
  test.each(['../xx.md', '/etc/x.md', 'C:/xxx.md', 'a/../x.md', 'a\\..\\x.md', 'aa\u0000bb.md'])(
    'that leads out of itself by %j is refused',
    async name => {
      const inside = 'n'.repeat(name.length)
      await expect(read(renamed(zipOf({ [inside]: '# x' }), inside, name))).rejects.toMatchObject(
        refused('unsafe-path', /leads out of its folder/),
      )
    },
  )

  test('with a link in it is refused', async () => {
    // Made by Unix, of type symbolic link.
    const linked = directory(directory(zipOf({ 'a.md': '/etc/passwd' }), 5, 3), 40, 0xff, 0xa1)
    await expect(read(linked)).rejects.toMatchObject(refused('unsafe-path', /a\.md in book\.zip is a link/))
  })

  test('with a name twice is refused', async () => {
    await expect(read(renamed(zipOf({ 'a.md': '# a', 'b.md': '# b' }), 'b.md', 'a.md'))).rejects.toMatchObject(
      refused('damaged', /holds a\.md twice/),
    )
  })

  test('that is locked is refused', async () => {
    await expect(read(directory(zipOf({ 'a.md': '# a' }), 8, 1))).rejects.toMatchObject(
      refused('encrypted', /without one/),
    )
  })

  test('that is cut off, or says another size or sum than it has, is refused', async () => {
    const bytes = zipOf({ 'a.md': '# a'.repeat(1000) })
    await expect(read(bytes.subarray(0, bytes.length - 30))).rejects.toMatchObject(
      refused('damaged', /whole zip archive/),
    )
    await expect(read(directory(bytes, 24, 5, 0, 0, 0))).rejects.toMatchObject(refused('damaged', /cannot be unpacked/))
    await expect(read(directory(bytes, 16, 1, 2, 3, 4))).rejects.toMatchObject(refused('damaged', /cannot be unpacked/))
  })

  test('that would become too much is refused before it is unpacked', async () => {
    const bomb = zipSync({ 'a.md': new Uint8Array(64 * 1024 ** 2) }, { level: 9 })
    expect(bomb.length).toBeLessThan(100_000)
    await expect(read(bomb)).rejects.toMatchObject(refused('too-large', /64 MB unpacked/))
    await expect(
      read(zipOf({ 'a.md': '# a'.repeat(1000) }), { limits: { unpackedBytes: 1000 } }),
    ).rejects.toMatchObject(refused('too-large', /everything in it/))
    await expect(read(zipOf({ 'a.md': '# a'.repeat(1000) }), { limits: { entryBytes: 1000 } })).rejects.toMatchObject(
      refused('too-large', /a\.md/),
    )
  })

  test('of too many files, or too large as it is, is refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`${index}.md`, '# x']))
    await expect(read(zipOf(many), { limits: { files: 20 } })).rejects.toMatchObject(
      refused('too-many-files', /at most 20/),
    )
    await expect(read(zipOf(many), { limits: { bytes: 100 } })).rejects.toMatchObject(refused('too-large', /in parts/))
  })

  test('in an archive is not opened', async () => {
    await expect(read(zipOf({ 'inner.zip': zipOf({ 'a.md': '# a' }) }))).rejects.toMatchObject(
      refused('unknown-format', /inner\.zip.*unpack it/),
    )
  })
})

describe('a file', () => {
  const named = (name: string, content: string | Uint8Array) =>
    readUpload({ name, bytes: typeof content === 'string' ? strToU8(content) : content })

  test('is told by its content, and a wrong name is said', async () => {
    const upload = await named('book.pdf', epub3())
    expect(upload.format).toBe('epub')
    expect(upload.warnings).toEqual([expect.stringMatching(/book\.pdf is EPUB by its content/)])
    expect((await named('a.md', '<!doctype html><p>Words</p>')).format).toBe('html')
    expect((await named('a.txt', '# One\n\nText\n\n# Two\n')).format).toBe('markdown')
    expect((await named('a.md', 'Plain words')).format).toBe('markdown')
  })

  test.each([
    ['nothing', '', 'empty', /empty/],
    ['only space', ' \n ', 'empty', /no text/],
    [
      'a picture',
      new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')),
      'unknown-format',
      /PNG.*Save it as/,
    ],
    ['rich text', '{\\rtf1 words}', 'unknown-format', /save it as DOCX/i],
    ['a presentation', zipOf({ '[Content_Types].xml': '', 'ppt/slides/1.xml': '' }), 'unknown-format', /presentation/],
    [
      'OpenDocument',
      zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '' }),
      'unknown-format',
      /OpenDocument/,
    ],
    ['XML of another kind', '<?xml version="1.0"?><a/>', 'unknown-format', /XML/],
    ['an EPUB without its package', zipOf({ mimetype: 'application/epub+zip' }), 'damaged', /container\.xml/],
    [
      'noise',
      new Uint8Array(Array.from({ length: 999 }, (_, index) => (index * 7919) % 251)),
      'unknown-format',
      /nothing Octavo knows|which cannot be read/,
    ],
  ])('of %s is refused with what to do', async (_, content, reason, message) => {
    await expect(named('thing', content)).rejects.toMatchObject(refused(reason, message))
  })

  test('is read no further once its signal says so, and tells how far it is', async () => {
    const stop = new AbortController()
    const seen: [number, number][] = []
    const reading = readUpload(
      {
        name: 'a.zip',
        bytes: zipOf(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.md`, '# x']))),
      },
      {
        signal: stop.signal,
        onProgress: (done, of) => {
          seen.push([done, of])
          if (done === 20) stop.abort(new Error('enough'))
        },
      },
    )
    await expect(reading).rejects.toThrow('enough')
    expect(seen.at(-1)).toEqual([20, 40])
  })
})

test('a folder with paths that lead out is refused', async () => {
  await expect(readUpload(new Map([['../a.md', strToU8('# a')]]))).rejects.toMatchObject(
    refused('unsafe-path', /leads out/),
  )
})

test('XML nested without end is refused', async () => {
  const deep = `<html>${'<div>'.repeat(50_000)}`
  await expect(readUpload({ name: 'a.epub', bytes: epub3({ 'OEBPS/text/one.xhtml': deep }) })).rejects.toMatchObject(
    refused('damaged', /nested/),
  )
})
