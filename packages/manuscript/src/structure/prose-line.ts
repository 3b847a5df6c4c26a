const abbreviation =
  /\b(?:mrs?|ms|dr|st|prof|rev|hon|sr|jr|vs|no|nr|vol|ch|mme|mlle|sra?|sig|gen|col|capt|lt|\p{Lu})\.$/iu

/** Words that are parted by spaces; a Han, Kana or Thai letter counts as half a word. */
export function roughWords(text: string): number {
  const unspaced = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0
  const spaced = text.match(/[\p{L}\p{M}\p{N}'’]+/gu)?.length ?? 0
  return unspaced === 0 ? spaced : Math.ceil(unspaced / 2) + (unspaced < text.length / 2 ? spaced : 0)
}

/**
 * Whether a line reads as prose rather than as a title: it is long, goes on at its end, is speech, or has a sentence that
 * ends in it. Titles may ask and exclaim, and old ones end with a full stop.
 */
export function isSentence(text: string): boolean {
  const line = text.replace(/\s+/g, ' ').trim()
  const words = roughWords(line)
  if (words > 25) return true
  if (/[,;:]["'”’»)]*$/.test(line)) return true
  if (/[。！？」』]$/.test(line)) return true
  const small = line.match(/(?<=\s)\p{Ll}+/gu)?.length ?? 0
  if (/[.!?…]["'”’»)]*$/.test(line) && small >= 5) return true
  if (/[.!?…]["”’»]$/.test(line)) return true
  for (const { index } of line.matchAll(/[.!?]["”’)]*\s+(?=["“‘]?\p{Lu})/gu)) {
    const before = line.slice(0, index + 1)
    if (!abbreviation.test(before) && small >= 3) return true
  }
  return false
}

/** The first seven words, to call something by that has no title. */
export const firstWords = (text: string) => /^(?:\S+\s+){0,6}\S{1,30}/.exec(text)?.[0] ?? ''
