import type { Content, Element } from '../html/element.ts'
import { find, findAll, textOf } from '../html/element.ts'
import { parseXml, XmlError } from '../html/parse-xml.ts'
import type { Reading } from '../reading.ts'
import { texOfOmml } from './omml-to-tex.ts'

// Code points that are no letters and may not stand in a document (Unicode §23.7).
const open = '\uFDD0'
const close = '\uFDD1'

/**
 * The formulas of a document, which mammoth leaves out: each is replaced by a mark in the text, and the mark later by
 * the formula as TeX, or by its letters where TeX has no words for it.
 */
export class Formulas {
  readonly #formulas: (string | { letters: string })[] = []
  readonly #reading: Reading

  constructor(reading: Reading) {
    this.#reading = reading
  }

  /** The XML of a document with a run of text in place of each formula. */
  takeOut(xml: string): string {
    if (!xml.includes('<m:oMath')) return xml
    const plain = xml.replace(/<m:oMathParaPr>.*?<\/m:oMathParaPr>/gs, '').replace(/<\/?m:oMathPara(?:\s[^>]*)?>/g, '')
    const pieces = plain.split('</m:oMath>')
    const last = pieces.pop() ?? ''
    return (
      pieces
        .map(piece => {
          const at = Math.max(piece.lastIndexOf('<m:oMath>'), piece.lastIndexOf('<m:oMath '))
          if (at < 0) return `${piece}</m:oMath>`
          return piece.slice(0, at) + this.#mark(`${piece.slice(at)}</m:oMath>`)
        })
        .join('') + last
    )
  }

  #mark(omml: string): string {
    const formula = this.#parse(omml)
    const tex = formula && texOfOmml(formula)
    const letters = formula ? findAll(formula, 't').map(textOf).join('') : omml.replace(/<[^>]*>/g, '')
    this.#formulas.push(tex ?? { letters })
    return `<w:r><w:t xml:space="preserve">${open}${this.#formulas.length - 1}${close}</w:t></w:r>`
  }

  #parse(omml: string): Element | undefined {
    try {
      return find(parseXml(omml.replace('<m:oMath', '<m:oMath xmlns:m="m" xmlns:w="w"'), this.#reading.limits), 'oMath')
    } catch (error) {
      if (error instanceof XmlError) return undefined
      throw error
    }
  }

  /** Puts the formulas into a tree of HTML in place of their marks. */
  putBack(element: Element): void {
    element.children = element.children.flatMap(child => {
      if (typeof child !== 'string') {
        this.putBack(child)
        return [child]
      }
      return child.includes(open) ? this.#split(child, element) : [child]
    })
  }

  #split(text: string, around: Element): Content[] {
    return text.split(new RegExp(`(${open}\\d+${close})`)).flatMap((piece): Content[] => {
      const number = new RegExp(`^${open}(\\d+)${close}$`).exec(piece)?.[1]
      const formula = number === undefined ? undefined : this.#formulas[Number(number)]
      if (formula === undefined) return piece === '' ? [] : [piece]
      if (typeof formula !== 'string') return [formula.letters]
      const annotation = { name: 'annotation', attributes: { encoding: 'application/x-tex' }, children: [formula] }
      const alone = around.name === 'p' && textOf(around).trim() === piece
      return [{ name: 'math', attributes: alone ? { display: 'block' } : {}, children: [annotation] }]
    })
  }

  /** Says which formulas have no TeX. */
  warn(): void {
    const lost = this.#formulas.flatMap((formula, index) =>
      typeof formula === 'string' ? [] : [`formula ${index + 1} (${formula.letters.slice(0, 30)})`],
    )
    if (lost.length === 0) return
    this.#reading.warn(
      `${lost.length} of ${this.#formulas.length} formulas could not be turned into TeX; their letters stand in their place: ${lost.slice(0, 5).join(', ')}${lost.length > 5 ? ' …' : ''}.`,
    )
  }
}
