import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readUpload } from './read-upload.ts'

const utf16be = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()

describe('text', () => {
  test.each([
    ['UTF-8', Buffer.from('# Grüße 😀')],
    ['UTF-8 with a mark', Buffer.from('\uFEFF# Grüße 😀')],
    ['UTF-16 little-endian', Buffer.from('\uFEFF# Grüße 😀', 'utf16le')],
    ['UTF-16 big-endian', utf16be('# Grüße 😀')],
  ])('in %s is read without the mark', async (_, bytes) => {
    expect(await readUpload('notes.md', bytes)).toEqual({
      text: '# Grüße 😀',
      format: 'markdown',
      mediaType: 'text/markdown',
    })
  })

  test('keeps every character and line end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async given => {
        const text = `x${given}\r\n`
        fc.pre(!text.includes('\0'))
        expect((await readUpload('a.txt', Buffer.from(text))).text).toBe(text.toWellFormed())
      }),
    )
  })

  test('has the format of its name, else of its look', async () => {
    const format = async (name: string, text: string) => (await readUpload(name, Buffer.from(text))).format
    expect(await format('a.TXT', '# not a heading')).toBe('text')
    expect(await format('a.myst', 'plain')).toBe('markdown')
    expect(await format('README', '# Heading')).toBe('markdown')
    expect(await format('README', 'plain')).toBe('text')
  })

  test('that begins like a picture or a program is still text', async () => {
    for (const text of ['BM25 ranks passages.', 'MZ is a signature.', 'ID3 tags explained.']) {
      expect((await readUpload('a.md', Buffer.from(text))).text).toBe(text)
    }
  })
})

describe('what is no text', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
  test.each([
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n'), 'PDF'],
    ['a picture', png, 'PNG'],
    ['an archive', gzipSync('text'), 'GZ'],
    ['rich text', Buffer.from('{\\rtf1 text}'), 'RTF'],
    ['Latin-1', Buffer.from('Grüße', 'latin1'), 'another encoding than UTF-8'],
    ['a file with NUL', Buffer.from('a\0b'), 'binary file'],
  ])('%s is refused by name', async (_, bytes, kind) => {
    const message = expect.stringMatching(new RegExp(`^notes\\.md looks like .*${kind}`))
    await expect(readUpload('notes.md', bytes)).rejects.toMatchObject({ code: 'source_unreadable', message })
  })

  test('empty, blank and too large files are refused', async () => {
    await expect(readUpload('a.md', Buffer.from(''))).rejects.toMatchObject({ code: 'source_empty' })
    await expect(readUpload('a.md', Buffer.from('\uFEFF \r\n\t'))).rejects.toMatchObject({ code: 'source_empty' })
    const large = Buffer.alloc(10 * 1024 * 1024 + 1, 'a')
    await expect(readUpload('a.md', large)).rejects.toMatchObject({ code: 'source_too_large' })
  })
})
