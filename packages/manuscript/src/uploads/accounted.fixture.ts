import type { Upload } from './upload.ts'

/** Words of letters and digits, as often as they are there. */
function counted(text: string): Map<string, number> {
  const words = new Map<string, number>()
  for (const [word] of text.normalize('NFKC').matchAll(/[\p{L}\p{N}]+/gu)) words.set(word, (words.get(word) ?? 0) + 1)
  return words
}

/** The words of a text that are in no block, not in the metadata and not removed with a reason. */
export function unaccounted(text: string, upload: Upload): string[] {
  const kept = upload.blocks.map(block => block.plain)
  const said = Object.values(upload.metadata).flat() as string[]
  const there = counted([...kept, ...said, ...upload.removed.map(removed => removed.text)].join(' '))
  return [...counted(text)].filter(([word, count]) => (there.get(word) ?? 0) < count).map(([word]) => word)
}

/** The whole text of an upload, as one page. */
export function pageOf(upload: Upload): string {
  return upload.blocks.map(block => block.text).join('\n\n')
}
