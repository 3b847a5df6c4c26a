import type { GenericNode } from 'myst-common'
import { visit } from 'unist-util-visit'
import type { ParsedPage } from '../parsed-page.ts'
import type { Patch } from '../patch/patch.ts'
import { decoded } from './alt-text.ts'
import type { Mender } from './fix.ts'
import { replace, type SourceLines, sourceLines } from './source-lines.ts'

/** Gives an image whose name says PNG and whose content says JPEG the name of what it is, in the page and on disk. */
export const mendImageNames: Mender = (page, source, { imageExtension, exists }) =>
  function* ({ line, endLine, rule }) {
    const urls = imagesIn(page).filter(image => image.line <= (endLine ?? line) && line <= image.endLine)
    for (const url of new Set(urls.map(({ url }) => url))) {
      if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(url)) continue
      const from = decoded(url)
      const wanted = imageExtension?.(from)
      const extension = /\.(\w{1,5})$/.exec(url)?.[1]
      if (!wanted || !extension || extension.toLowerCase() === wanted) continue
      const to = `${from.slice(0, -extension.length)}${wanted}`
      if (exists?.(to)) continue
      yield {
        title: `Rename ${from} to ${to}, which it is`,
        patch: renamed(page, source, url, `${url.slice(0, -extension.length)}${wanted}`, rule),
        renames: [{ from, to }],
      }
    }
  }

/** Makes a page refer to an image by its new name, for the other pages of a book. `from` and `to` as pages spell them. */
export function renameImage(page: ParsedPage, from: string, to: string, reason: string): Patch {
  return renamed(page, sourceLines(page.text), from, to, reason)
}

interface Image {
  url: string
  line: number
  endLine: number
}

function imagesIn(page: ParsedPage): Image[] {
  const images: Image[] = []
  visit(page.tree, (node: GenericNode) => {
    if (node.type !== 'image' || typeof node.url !== 'string' || !node.position) return
    images.push({ url: node.url, line: node.position.start.line, endLine: node.position.end.line })
  })
  return images
}

function renamed(page: ParsedPage, source: SourceLines, from: string, to: string, reason: string): Patch {
  const lines = new Set<number>()
  for (const { url, line, endLine } of imagesIn(page)) {
    if (url !== from) continue
    for (let number = line; number <= Math.min(endLine, source.lines.length); number++) lines.add(number - 1)
  }
  const name = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // Where an image is named, and not within another name or its caption.
  const spelled = new RegExp(`(?<=\\]\\(\\s*<?|\\{(?:figure|image)\\}\\s*)${name}(?![^\\s)>])`, 'g')
  return [...lines]
    .sort((a, b) => a - b)
    .flatMap(line => {
      const { text, start } = source.lines[line]!
      return [...text.matchAll(spelled)].map(({ index }) =>
        replace(source, start + index, start + index + from.length, to, reason),
      )
    })
}
