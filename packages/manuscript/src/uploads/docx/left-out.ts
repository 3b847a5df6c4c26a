import { decodeText } from '../decode-text.ts'
import { type Element, textOf } from '../html/element.ts'
import { decodeXml, parseXml, XmlError } from '../html/parse-xml.ts'
import type { Reading } from '../reading.ts'
import type { UploadBlock } from '../upload.ts'

/**
 * Lists what of a document is not part of its text — headers and footers, comments, words that are marked as deleted —
 * and, should the conversion have left out anything else, those words, with a warning.
 */
export function listLeftOut(
  files: Map<string, Uint8Array>,
  main: string,
  blocks: UploadBlock[],
  reading: Reading,
): void {
  for (const path of files.keys()) {
    if (/^word\/(header|footer)\d*\.xml$/.test(path)) listOnce(files, path, 'running-head', reading)
    if (/^word\/comments\.xml$/.test(path)) listOnce(files, path, 'comment', reading)
  }
  const missing = wordsIn(blocks.map(block => block.plain))
  for (const removed of reading.removed) for (const [word, count] of wordsIn([removed.text])) add(missing, word, count)
  const lost: string[] = []
  for (const path of [main, 'word/footnotes.xml', 'word/endnotes.xml']) {
    const root = xmlFile(files, path, reading)
    if (!root) continue
    const { kept, deleted } = paragraphs(root)
    for (const text of deleted) reading.remove('hidden', path, text)
    for (const [word, count] of wordsIn(kept)) {
      const left = (missing.get(word) ?? 0) - count
      missing.set(word, Math.max(0, left))
      if (left < 0) lost.push(word)
    }
  }
  if (lost.length === 0) return
  reading.remove('hidden', main, lost.join(' '))
  reading.warn(
    `${lost.length} words stand where they cannot be read, in drawings or forms, such as: ${lost.slice(0, 8).join(' ')}. Put them into the text if they belong there.`,
  )
}

function listOnce(
  files: Map<string, Uint8Array>,
  path: string,
  reason: 'running-head' | 'comment',
  reading: Reading,
): void {
  const root = xmlFile(files, path, reading)
  const text = root ? paragraphs(root).kept.join(' ').trim() : ''
  if (text !== '' && !reading.removed.some(removed => removed.text === text)) reading.remove(reason, path, text)
}

function xmlFile(files: Map<string, Uint8Array>, path: string, reading: Reading): Element | undefined {
  const bytes = files.get(path)
  const text = bytes && (decodeXml(bytes) ?? decodeText(bytes)?.text)
  try {
    return text === undefined ? undefined : parseXml(text, reading.limits)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw reading.damaged(
      `has a ${path} that cannot be read (${error.message}). Open it in Word and save it again.`,
      error,
    )
  }
}

/** The text of each paragraph, and what is marked as deleted. */
function paragraphs(root: Element): { kept: string[]; deleted: string[] } {
  const kept: string[] = []
  const deleted: string[] = []
  let text = ''
  const visit = (element: Element) => {
    switch (element.name) {
      case 't':
        text += textOf(element)
        return
      case 'tab':
      case 'br':
      case 'cr':
        text += ' '
        return
      case 'del':
      case 'moveFrom':
        deleted.push(deletedText(element))
        return
      // The same content twice: for programs that know a new feature, and in `Fallback` for the others.
      case 'Choice':
      // Formulas are counted apart, and what fields are made of is not seen.
      case 'oMath':
      case 'instrText':
      // Names of drawings.
      case 'sdtPr':
        return
    }
    const isParagraph = element.name === 'p'
    const outer = text
    if (isParagraph) text = ''
    for (const child of element.children) if (typeof child !== 'string') visit(child)
    if (isParagraph) {
      kept.push(text)
      text = outer
    }
  }
  visit(root)
  return { kept, deleted: deleted.filter(part => part.trim() !== '') }
}

function deletedText(element: Element): string {
  return element.children
    .map(child =>
      typeof child === 'string'
        ? ''
        : child.name === 't' || child.name === 'delText'
          ? textOf(child)
          : deletedText(child),
    )
    .join('')
}

function wordsIn(texts: string[]): Map<string, number> {
  const words = new Map<string, number>()
  for (const text of texts) for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) add(words, word, 1)
  return words
}

function add(words: Map<string, number>, word: string, count: number): void {
  words.set(word, (words.get(word) ?? 0) + count)
}
