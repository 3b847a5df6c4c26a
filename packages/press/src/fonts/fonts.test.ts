import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { eastAsianPackage, type FontTheme, fallbackFamilies, fontFiles, ttfLicences, webFonts } from './index.ts'

const themes: FontTheme[] = ['technical', 'literary']

describe.each(themes)('fonts of the %s theme', theme => {
  it('are TrueType files that exist, each once, with text, headings, code and fallbacks', () => {
    const files = fontFiles(theme)
    expect(files.filter(({ path }) => !existsSync(path))).toEqual([])
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length)
    const text = files.filter(({ role }) => role === 'text')
    expect(text.some(({ weight, italic }) => weight === 400 && italic)).toBe(true)
    expect(text.some(({ weight, italic }) => weight === 700 && !italic)).toBe(true)
    expect(files.map(({ family }) => family)).toEqual(
      expect.arrayContaining(['JetBrains Mono', 'Noto Emoji', 'Noto Sans Symbols 2']),
    )
  })

  it('are WOFF2 files for browsers, each declared once with the characters it covers', () => {
    const { files, css } = webFonts(theme, { url: '../fonts/' })
    for (const { bytes } of files) expect(String.fromCharCode(...bytes.subarray(0, 4))).toBe('wOF2')
    expect([...css.matchAll(/url\('\.\.\/fonts\/([^']+)'\)/g)].map(([, name]) => name)).toEqual(
      files.map(({ name }) => name),
    )
    expect([...new Set(files.map(({ subset }) => subset))]).toEqual(
      expect.arrayContaining(['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese', 'math']),
    )
    expect(css.match(/unicode-range/g)?.length).toBe(files.length - 1)
    expect(css).not.toMatch(/https?:/)
  })

  it('come with the Open Font License of every typeface', () => {
    const { files, licences } = webFonts(theme)
    const families = new Set(files.map(({ family }) => family))
    expect(licences.size).toBe(families.size)
    for (const text of [...licences.values(), ...ttfLicences(theme).values()]) {
      expect(new TextDecoder().decode(text)).toContain('SIL Open Font License, Version 1.1')
    }
  })
})

it('looks in the typeface of the book’s language first for letters that several share', () => {
  const first = (language: string) => fallbackFamilies(language).find(family => /Serif (JP|SC|TC|KR)$/.test(family))
  expect(['ja', 'ja-JP', 'ko', 'zh', 'zh-CN', 'zh-Hant', 'zh-TW', 'zh-Hans-HK', 'en'].map(first)).toEqual(
    ['JP', 'JP', 'KR', 'SC', 'SC', 'TC', 'TC', 'SC', 'SC'].map(region => `Noto Serif ${region}`),
  )
  expect(eastAsianPackage('ja')).toBe('@expo-google-fonts/noto-serif-jp')
  expect(fallbackFamilies('en')).toHaveLength(new Set(fallbackFamilies('en')).size)
})

it('ships fewer files when the book needs fewer', () => {
  const few = webFonts('technical', { subsets: ['latin'], math: false, code: false })
  expect(few.files.map(({ name }) => name)).toEqual([
    'source-serif-4-latin-wght-normal.woff2',
    'source-serif-4-latin-wght-italic.woff2',
    'inter-latin-wght-normal.woff2',
    'inter-latin-wght-italic.woff2',
  ])
  expect(webFonts('literary', { text: 'literata' }).families.text).toBe("'Literata Variable', Georgia, serif")
})

it('is found from any folder', () => {
  const module = fileURLToPath(new URL('index.ts', import.meta.url))
  const script = `import(${JSON.stringify(module)}).then(({ fontFiles }) => console.log(fontFiles('technical').length))`
  const count = execFileSync(process.execPath, ['-e', script], { cwd: tmpdir(), encoding: 'utf8' })
  expect(Number(count)).toBe(fontFiles('technical').length)
})
