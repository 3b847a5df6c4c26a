import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'
import { applyPatch } from '../patch/apply-patch.ts'
import { patchBetween } from '../patch/patch-between.ts'
import { wholeText } from '../patch/texts.fixture.ts'
import { auditWith } from './audit.fixture.ts'
import { fixAll } from './fix-all.ts'
import { fixesFor } from './fixes-for.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
/** Books that lie beside the project on some machines, and the project's own texts. */
const folders = [join(root, '../shared/books'), join(root, 'docs'), join(root, 'examples')]
const files = folders
  .filter(folder => existsSync(folder))
  .flatMap(folder => globSync('**/*.{md,txt}', { cwd: folder }).map(file => join(folder, file)))

const check = auditWith()

/** Mends a text in every way there is, and looks at each byte that was not to be touched. */
function mendAndCompare(text: string): void {
  expect(applyPatch(text, [])).toBe(text)
  expect(patchBetween(text, text)).toEqual([])
  for (const { patch } of fixesFor(parsePage(text), check(text, []), { check })) {
    const fixed = applyPatch(text, patch)
    let before = 0
    let after = 0
    for (const hunk of patch) {
      const kept = hunk.start - before
      expect(fixed.slice(after, after + kept)).toBe(text.slice(before, hunk.start))
      after += kept + hunk.after.length
      before = hunk.end
    }
    expect(fixed.slice(after)).toBe(text.slice(before))
  }
}

describe('what no fix touches stays as it is, byte for byte', () => {
  it.each(files)('in %s', file => {
    const bytes = readFileSync(file)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    mendAndCompare(text)
    expect(Buffer.from(applyPatch(text, [])).equals(bytes)).toBe(true)
  })

  it('in any text: every script, every end of line, byte order marks', () => {
    const line = fc.constantFrom(
      ...[
        '# A',
        '### B',
        ':::{note}',
        '::::{tip}',
        ':::',
        '::::',
        '```js',
        '```',
        '![](a.png)',
        '(a)=',
        'x[^a]',
        '[^b]: y',
      ],
      ...[
        '---',
        'title: a: b',
        '漢字の文。',
        'Текст мой.',
        'نص عربي',
        '> :::{note}',
        '- ```',
        '',
        '',
        '😀 text',
        '$$ (a)',
      ],
    )
    const ending = fc.constantFrom('\n', '\r\n', '\r')
    const page = fc
      .tuple(fc.boolean(), fc.array(fc.tuple(line, ending), { maxLength: 25 }))
      .map(([bom, lines]) => (bom ? '\uFEFF' : '') + lines.flat().join(''))
    fc.assert(fc.property(fc.oneof(page, wholeText), mendAndCompare), { numRuns: 150 })
  })

  it('mending once and for all leaves nothing to mend', () => {
    const line = fc.constantFrom('# A', '### B', ':::{note}', ':::', '::::', '```js', '```', 'Text.', '', '![](a.png)')
    fc.assert(
      fc.property(fc.array(line, { maxLength: 15 }), lines => {
        const { text } = fixAll(lines.join('\n'), { check })
        expect(fixAll(text, { check }).text).toBe(text)
      }),
      { numRuns: 100 },
    )
  })
})
