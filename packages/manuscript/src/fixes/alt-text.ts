import { plainText } from '../plain-text.ts'
import type { Mender } from './fix.ts'
import { replace, type SourceLines } from './source-lines.ts'

/** What a description begins with that nobody has written yet: honest to whoever hears it read out, easy to search for. */
export const altStub = 'Description to be written:'

/** Screen readers are expected to read so much in one go. */
const longestStub = 125

/** Gives an image without a description a stub of one, made of its caption or the name of its file. */
export const mendAltText: Mender = (_page, source) =>
  function* ({ line, column, rule }) {
    const index = line - 1
    const at = source.lines[index]
    if (!at) return
    const directive = /^([\s>]*)(?:`{3,}|:{3,}|~{3,})\s*\{(figure|image)\}\s*(\S.*?)?\s*$/.exec(at.text)
    const leaves = ['placeholder-text']
    if (directive) {
      const [, prefix = '', , file = ''] = directive
      const hunk = inOptions(source, index, prefix, stubOf(caption(source, index, prefix) || fileWords(file)), rule)
      yield { title: `Add a stub of a description to the image on line ${line}`, patch: [hunk], leaves }
      return
    }
    const images = [...at.text.matchAll(/!\[(\s*)\]\(\s*<?([^\s)>]*)/g)]
    // The image that stands at the column, or the next after it, and otherwise any without a description.
    for (const image of [...images.filter(({ index }) => index + 1 >= column), ...images]) {
      const start = at.start + image.index + 2
      const stub = stubOf(fileWords(image[2]!)).replace(/[[\]]/g, '')
      yield {
        title: `Add a stub of a description to the image on line ${line}`,
        patch: [replace(source, start, start + image[1]!.length, stub, rule)],
        leaves,
      }
    }
  }

function inOptions(source: SourceLines, index: number, prefix: string, stub: string, reason: string) {
  const { lines, ending } = source
  let line = index + 1
  const textOf = (at: number) => lines[at]?.text ?? ''
  if (/^[\s>]*---\s*$/.test(textOf(line))) {
    const { end } = lines[line]!
    return replace(source, end, end, `${ending}${prefix}alt: ${JSON.stringify(stub)}`, reason)
  }
  for (; /^[\s>]*:[\w-]+:/.test(textOf(line)); line++) {
    const empty = /^[\s>]*:alt:\s*$/.exec(textOf(line))
    if (empty) return replace(source, lines[line]!.start, lines[line]!.end, `${prefix}:alt: ${stub}`, reason)
  }
  // Behind the other options: what stands first, usually the label, stays there.
  const { end } = lines[line - 1]!
  return replace(source, end, end, `${ending}${prefix}:alt: ${stub}`, reason)
}

function stubOf(words: string): string {
  const text = `${altStub} ${words.replace(/\s+/g, ' ').trim() || 'image'}`
  if (text.length <= longestStub) return text
  const cut = text.slice(0, longestStub)
  return `${cut.slice(0, cut.lastIndexOf(' '))} …`
}

/** The first paragraph under the options of a directive, as text. */
function caption({ lines }: SourceLines, index: number, prefix: string): string {
  let line = index + 1
  const textOf = (at: number) => lines[at]?.text.slice(prefix.length) ?? ''
  if (/^\s*---\s*$/.test(textOf(line))) {
    do line++
    while (line < lines.length && !/^\s*---\s*$/.test(textOf(line)))
    line++
  }
  while (/^\s*:[\w-]+:/.test(textOf(line)) || (line < lines.length && textOf(line).trim() === '')) line++
  const paragraph: string[] = []
  while (line < lines.length && textOf(line).trim() !== '' && !/^\s*(?:`{3,}|:{3,}|~{3,})/.test(textOf(line))) {
    paragraph.push(textOf(line++))
  }
  return plainText(paragraph.join('\n')).replace(/(?<=\p{L}{2}[.!?])\s.*$/su, '')
}

/** `../images/ch02-classical-vs-qubit.png` → `ch02 classical vs qubit`. */
function fileWords(path: string): string {
  const name = path.split(/[?#]/)[0]!.split('/').at(-1)!
  return decoded(name)
    .replace(/\.\w{1,5}$/, '')
    .replace(/[-_+.]+/g, ' ')
}

export function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    // A lone % is a part of the name.
    return url
  }
}
