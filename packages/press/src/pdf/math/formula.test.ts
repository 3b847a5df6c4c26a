import { catalogue } from '@octavo/manuscript'
import { afterAll, describe, expect, it } from 'vitest'
import { bindBook } from '../../book/bind-book.ts'
import type { BookNode } from '../../book/nodes.ts'
import { realBook } from '../../real-book.fixture.ts'
import { bookOf } from '../../testing.ts'
import { Compiler } from '../compiler/compiler.ts'
import { visitPage } from '../page-writer.ts'
import { Trials } from '../trials.ts'
import { FormulaError, formulaToTypst } from './formula.ts'

describe('a formula', () => {
  it.each([
    ['x_1^2', 'attach(scripts(x), b: 1, t: 2)'],
    ['\\frac{a}{b}', 'frac(a, b)'],
    ['\\left\\lceil x \\right\\rceil', 'lr(⌈ x ⌉)'],
    ['\\sum_{i=1}^n i', 'attach(limits(∑), b: i \\= 1, t: n) i'],
    ['\\hat{H}', 'accent(H, hat)'],
    ['\\sqrt[3]{x}', 'root(3, x)'],
    ['\\operatorname{Var}(X)', '#math.upright("Var")\\( X \\)'],
    ['|\\psi\\rangle', 'class("normal", \\|) ψ ⟩'],
    ["f''(x)", "f'' \\( x \\)"],
    ['\\text{if } a', '#box("if\u00a0")a'],
    ['1{,}000', '1 class("normal", \\,) 000'],
  ])('%s is %s', (tex, typst) => {
    expect(formulaToTypst(tex, true)).toBe(typst)
  })

  it('may define names of its own, with arguments', () => {
    expect(formulaToTypst('\\newcommand{\\half}[1]{\\frac{#1}{2}} \\half{x}', true)).toBe('frac(x, 2)')
    expect(formulaToTypst('\\newcommand{\\R}{\\mathbb{Q}} \\R', true)).toBe('ℚ')
  })

  it('that nobody can read is refused in words', () => {
    expect(() => formulaToTypst('\\nonsense{x}', true)).toThrow(FormulaError)
    expect(() => formulaToTypst('\\frac{a}', true)).toThrow(/^[ -~]+$/)
  })
})

/** What TeX has and books use, beyond the catalogue. */
const more = [
  '\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}',
  '\\begin{vmatrix}a&b\\\\c&d\\end{vmatrix}',
  '\\begin{array}{l|c}a&b\\\\\\hline c&d\\end{array}',
  '\\begin{align}a&=b & c&=d\\\\e&=f & g&=h\\end{align}',
  '\\begin{gathered}a\\\\b\\end{gathered}',
  'f(x)=\\begin{cases}1 & x>0\\\\0 & \\text{otherwise}\\end{cases}',
  '\\boxed{x+1}',
  '\\tag{1} x',
  '\\sum_{\\substack{a\\\\b}} x',
  '\\mathbb{R}\\mathcal{H}\\mathfrak{g}\\mathscr{L}',
  '\\underbrace{a+b}_{c}',
  '\\overbrace{x}^{n}',
  'A\\xrightarrow[b]{f} B',
  '\\color{red}{x}',
  '\\cancel{x}',
  'a \\bmod b \\pmod{n}',
  'a \\not= b',
  '\\bigl( x \\bigr)',
  '\\lim_{n\\to\\infty} a_n',
  '\\left. \\frac{d}{dx} \\right|_{x=0}',
  '\\left\\{ x \\middle| y \\right\\}',
  '\\binom{n}{k}',
  '\\stackrel{!}{=}',
  '\\overset{a}{b}',
  '\\widehat{abc}',
  '\\phantom{x}y',
  '\\iint\\oint',
  '\\Pr(A\\mid B)',
  '\\prod\\nolimits_{i} x',
  '\\ce{H2O}',
  '\\lVert x \\rVert',
  '\\$5',
  '\\mathbf{x}^\\top',
  '{}_a^b X',
  '\\#\\%\\&\\_\\{\\}',
]

const compiler = new Compiler([], { memory: 1500, time: 60_000 })
afterAll(() => compiler.close())

/** The formulas of a book that would be printed as they are written. */
async function failing(book: Awaited<ReturnType<typeof bindBook>>) {
  const { problems, formulas } = await new Trials(compiler, ['Libertinus Serif']).run({
    ...book,
    // Formulas alone.
    pages: book.pages.map(page => {
      const children: BookNode[] = []
      visitPage(page, node => {
        if (/math$/i.test(node.type)) children.push(node)
      })
      return { ...page, titleNodes: [], footnotes: new Map(), children }
    }),
  })
  return { count: formulas.size, problems }
}

describe('every formula', () => {
  it('of the catalogue and of what else books use is set', async () => {
    const texts = [...catalogue.map(({ example }) => example), ...more.map(tex => `$$\n${tex}\n$$\n\nIt is $${tex}$.`)]
    const { count, problems } = await failing(await bindBook(bookOf([texts.join('\n\n')])))
    expect(problems.map(({ message }) => message)).toEqual([])
    expect(count).toBeGreaterThan(more.length)
  })

  const book = realBook()
  it.skipIf(!book)('of a real book is set', { timeout: 60_000 }, async () => {
    const { count, problems } = await failing(await bindBook(book!))
    expect(problems).toEqual([])
    expect(count).toBeGreaterThan(100)
  })
})
