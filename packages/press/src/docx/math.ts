import { Math as Equation, type ParagraphChild } from 'docx'
import { latexToMath } from 'docx/math'
import { expandMacros } from '../book/macros.ts'

/** What formulas of physics and mathematics often use and the library has no word for. */
const macros = {
  '\\ket': '\\left|#1\\right\\rangle',
  '\\bra': '\\left\\langle #1\\right|',
  '\\braket': '\\left\\langle #1\\right\\rangle',
  '\\lVert': '\\|',
  '\\rVert': '\\|',
  '\\argmax': '\\operatorname{arg\\,max}',
  '\\argmin': '\\operatorname{arg\\,min}',
}

/** A formula in TeX as an equation of Word; undefined when it has what Word's equations cannot say. */
export function equation(tex: string): ParagraphChild | undefined {
  try {
    return new Equation({ children: [...latexToMath(expandMacros(chemistry(tex), macros))] })
  } catch (error) {
    // The library throws plain errors that name what it does not know.
    if (error instanceof Error && error.message.startsWith('latexToMath:')) return undefined
    throw error
  }
}

/** `\\ce` of mhchem in what all TeX knows: upright letters, counts below, charges above. */
const chemistry = (tex: string) =>
  tex.replace(/\\ce\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_, formula: string) =>
    formula
      .split(/\s+/)
      .map(
        part => arrows[part] ?? (part === '+' ? '+' : `\\mathrm{${part.replace(/(?<=[A-Za-z)\]])(\d+)/g, '_{$1}')}}`),
      )
      .join(' '),
  )

const arrows: Record<string, string> = {
  '->': '\\rightarrow',
  '<-': '\\leftarrow',
  '<->': '\\leftrightarrow',
  '<=>': '\\rightleftharpoons',
}
