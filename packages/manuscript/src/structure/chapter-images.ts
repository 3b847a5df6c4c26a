import { isExternal } from '../audit/paths.ts'
import { imagePath } from '../uploads/image-path.ts'
import type { Upload } from '../uploads/upload.ts'
import type { PagePiece } from './chapters-of.ts'
import { replaceOutsideCode } from './outside-code.ts'

const image =
  /(!\[(?:[^[\]\\]|\\.)*\]\(\s*<?)([^()\s<>]+(?:\([^()\s]*\))?)|(\{(?:figure|image)\}[ \t]+)(\S+)|(<img\b[^>]*?\bsrc=["'])([^"']+)/g

/** The page its pieces make, and the paths of the pictures of the upload it shows. */
export function imagesIn(
  pieces: readonly PagePiece[],
  upload: Upload,
  addressOf: ((path: string) => string) | undefined,
): { text: string; images: string[] } {
  const images = new Set<string>()
  const texts = pieces.map(({ text, block }) => {
    if (!block || !/!\[|\{figure\}|\{image\}|<img/.test(text)) return text
    return replaceOutsideCode(text, image, found => {
      const [, , inline, , directive, , html] = found
      const address = inline ?? directive ?? html ?? ''
      const path = isExternal(address) ? undefined : imagePath(upload, block, address)
      if (path === undefined) return undefined
      images.add(path)
      return addressOf && found[0].slice(0, -address.length) + addressOf(path)
    })
  })
  const ends = texts.some(text => text.includes('\r\n')) ? '\r\n' : '\n'
  const text = texts.filter(piece => piece !== '').join(ends + ends)
  return { text: text === '' ? '' : `${text}${ends}`, images: [...images] }
}
