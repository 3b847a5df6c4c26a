import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { checkMyst } from '../../check-myst.ts'
import { pageOf, unaccounted } from '../accounted.fixture.ts'
import { parseXml } from '../html/parse-xml.ts'
import { readUpload } from '../index.ts'
import { uploadLimits } from '../limits.ts'
import { saltRoad } from './documents.fixture.ts'
import { texOfOmml } from './omml-to-tex.ts'

const bytes = await saltRoad()
const read = (given: Uint8Array) => readUpload({ name: 'salt.docx', bytes: given })

/** The document with some of its files changed. */
function changed(change: (files: Record<string, Uint8Array>) => void): Uint8Array {
  const files = unzipSync(bytes)
  change(files)
  return zipSync(files)
}

const inBody = (xml: string) =>
  changed(files => {
    const document = strFromU8(files['word/document.xml']!)
    files['word/document.xml'] = strToU8(document.replace('</w:body>', `${xml}</w:body>`))
  })

describe('a DOCX', () => {
  test('is MyST the parser has nothing against', async () => {
    const upload = await read(bytes)
    expect(pageOf(upload)).toMatchInlineSnapshot(`
      "The Salt Road

      for those who walked

      # The Ferry

      We left **early** *and glad*[^footnote-1] for \\$5 \\* 2.

      [^footnote-1]: The ferry no longer runs.

      - bread
        - rye

      1. up
      2. down

      | | |
      | --- | --- |
      | Day | Miles |
      | 1 | 12 |

      It costs \${x}^{2}+\\frac{\\alpha }{2}$ coins.

      $$\\sum_{i=0}^{n} {i}$$

      ![A pixel](images/picture-1.png)

      # The Inn

      Rest, traveller."
    `)
    expect(checkMyst(pageOf(upload))).toEqual([])
    expect(upload.warnings).toEqual([])
  })

  test('says who wrote it, what is centered, and where pages begin', async () => {
    const { metadata, blocks } = await read(bytes)
    expect(metadata).toEqual({ title: 'The Salt Road', authors: ['Mara Lind', 'Tom Ro'], keywords: ['salt', 'road'] })
    expect(blocks.find(block => block.plain === 'for those who walked')).toMatchObject({ centered: true })
    expect(blocks.find(block => block.plain === 'The Inn')).toMatchObject({ depth: 1, apart: true })
  })

  test('lists headers and what is marked as deleted, and keeps each other word', async () => {
    const upload = await read(bytes)
    expect(upload.removed.map(({ reason, text }) => [reason, text])).toEqual([
      ['running-head', 'A running head'],
      ['hidden', 'struck words'],
    ])
    const words = strFromU8(unzipSync(bytes)['word/document.xml']!)
      .replace(/<m:oMath>.*?<\/m:oMath>/gs, ' ')
      .replace(/<[^>]*>/g, ' ')
    expect(unaccounted(words, upload)).toEqual([])
  })

  test('with words where nothing can read them lists them, with a warning', async () => {
    const upload = await read(inBody('<w:unknown><w:p><w:r><w:t>Unheard words</w:t></w:r></w:p></w:unknown>'))
    expect(upload.removed.at(-1)).toMatchObject({ reason: 'hidden', text: 'Unheard words' })
    expect(upload.warnings.join()).toMatch(/2 words stand where they cannot be read/)
  })

  test('with a formula that has no TeX keeps its letters, and says which', async () => {
    const upload = await read(inBody('<w:p><m:oMath><m:strange><m:r><m:t>q</m:t></m:r></m:strange></m:oMath></w:p>'))
    expect(upload.blocks.at(-1)!.plain).toBe('q')
    expect(upload.warnings).toEqual([expect.stringMatching(/^1 of 3 formulas .* formula 3 \(q\)\.$/)])
  })

  test('with macros is read without them', async () => {
    const upload = await read(
      changed(files => Object.assign(files, { 'word/vbaProject.bin': strToU8('Sub AutoOpen()') })),
    )
    expect(upload.warnings).toEqual([expect.stringMatching(/macros: they were not run/)])
    expect(upload.blocks.length).toBeGreaterThan(8)
  })

  test('that is locked with a password says how to unlock it', async () => {
    const compound = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    await expect(read(new Uint8Array(compound))).rejects.toMatchObject({
      reason: 'encrypted',
      message: expect.stringMatching(/Protect Document/),
    })
    await expect(read(new Uint8Array(compound.subarray(0, 500)))).rejects.toMatchObject({
      reason: 'unknown-format',
      message: expect.stringMatching(/save it as DOCX/),
    })
  })

  test('that is broken is refused', async () => {
    await expect(
      read(changed(files => Object.assign(files, { 'word/document.xml': strToU8('<w:document><w:body>') }))),
    ).rejects.toMatchObject({ reason: 'damaged' })
    await expect(read(changed(files => delete files['word/document.xml']))).rejects.toMatchObject({ reason: 'damaged' })
  })
})

test.each([
  ['<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e><m:r><m:t>y</m:t></m:r></m:e></m:rad>', '\\sqrt{y}'],
  [
    '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e><m:r><m:t>a</m:t></m:r></m:e></m:d>',
    '\\left[ a \\right.',
  ],
  [
    '<m:func><m:fName><m:r><m:t>sin</m:t></m:r></m:fName><m:e><m:r><m:t>θ</m:t></m:r></m:e></m:func>',
    '\\sin{\\theta }',
  ],
  ['<m:r><m:rPr><m:nor/></m:rPr><m:t>50 %</m:t></m:r>', '\\text{50 \\%}'],
  ['<m:strange/>', undefined],
])('%s is %s', (omml, tex) => {
  const root = parseXml(`<m:oMath xmlns:m="m">${omml}</m:oMath>`, uploadLimits)
  expect(texOfOmml(root)).toBe(tex)
})
