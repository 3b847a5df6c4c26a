import type { PlacedBlock } from './marks.ts'
import type { PdfPictures } from './pictures.ts'

/** So many pages may show the same picture; more, and it is their paper. */
const mostRepeats = 4

/**
 * Puts pictures among the blocks, each before the first that begins below its upper edge. Pictures that pages repeat,
 * such as the publisher's mark, are kept where they stand first.
 */
export function placePictures(
  blocks: PlacedBlock[],
  { shown: pictures, packed }: PdfPictures,
  images: Map<string, Uint8Array>,
): PlacedBlock[] {
  const byKey = Map.groupBy(pictures, picture => picture.key)
  const shown = pictures.filter(picture => {
    const same = byKey.get(picture.key)!
    return same.length <= mostRepeats || same[0] === picture
  })
  const paths = new Map<string, string>()
  const merged = [...blocks]
  for (const picture of shown.toReversed()) {
    const path =
      paths.get(picture.key) ?? `images/page-${picture.page}-${Math.round(picture.top)}-${Math.round(picture.x)}.png`
    if (!paths.has(picture.key)) images.set(path, packed.get(picture.key)!)
    paths.set(picture.key, path)
    const found = merged.findIndex(
      block => block.page! > picture.page || (block.page === picture.page && block.y <= picture.top),
    )
    const block: PlacedBlock = { text: `![](${path})`, plain: '', page: picture.page, y: picture.top }
    merged.splice(found < 0 ? merged.length : found, 0, block)
  }
  return merged
}
