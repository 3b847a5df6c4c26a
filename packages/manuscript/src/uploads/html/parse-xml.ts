import { parseFragment } from 'parse5'
import { SaxesParser } from 'saxes'
import { decodeText } from '../decode-text.ts'
import type { UploadLimits } from '../limits.ts'
import type { Element } from './element.ts'

/** XML that no parser may accept, or that is beyond the limits. */
export class XmlError extends Error {
  override name = 'XmlError'
}

/**
 * Parses XML. Nothing is fetched and nothing expands: entities are the letters HTML names, and those that a document
 * declares itself stay as they are written.
 *
 * Throws XmlError for what is not well-formed, nested more deeply, or has more elements than the limits allow.
 */
export function parseXml(text: string, limits: UploadLimits): Element {
  const root: Element = { name: '#document', attributes: {}, children: [] }
  const open = [root]
  let elements = 0
  // `on` replaces the handlers that would otherwise collect comments and instructions.
  const parser = new SaxesParser()
  parser.ENTITIES = new Proxy(parser.ENTITIES, { get: (known, name: string) => known[name] ?? namedLetter(name) })
  parser.on('error', error => {
    throw new XmlError(error.message, { cause: error })
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > limits.depth) throw new XmlError(`elements are nested more than ${limits.depth} deep`)
    if (++elements > limits.elements) throw new XmlError(`there are more than ${limits.elements} elements`)
    const element: Element = { name: name.slice(name.indexOf(':') + 1), attributes, children: [] }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  const onText = (piece: string) => {
    if (piece !== '') open.at(-1)!.children.push(piece)
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.write(text.replace(/^\uFEFF/, '')).close()
  return root
}

/** The text of an XML file: in the encoding it declares, else as any text (XML 1.0, appendix F). */
export function decodeXml(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 200)).toString('latin1')
  const declared = /^<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1]
  if (declared && !/^utf-?(8|16)/i.test(declared)) {
    try {
      return new TextDecoder(declared).decode(bytes)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error // an encoding nobody knows: as any text
    }
  }
  return decodeText(bytes)?.text
}

const letters = new Map<string, string>()

/** The letter HTML gives a name, such as `nbsp`; the reference itself for names of a document's own. */
function namedLetter(name: string): string {
  const known = letters.get(name)
  if (known !== undefined) return known
  const reference = `&${name};`
  const [node] = /^\w{1,32}$/.test(name) ? parseFragment(reference).childNodes : []
  const letter = node && 'value' in node ? node.value : reference
  letters.set(name, letter)
  return letter
}
