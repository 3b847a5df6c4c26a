/** How many numbers a simulated vector has. */
export const simulatedDimension = 64

/**
 * A vector for a text, the same each time, near to those of texts with many of the same words: each word counts up the
 * place its letters add up to.
 */
export function simulatedVector(text: string): number[] {
  const vector = Array.from({ length: simulatedDimension }, () => 0.01)
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const place = [...word].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 65_521, 7)
    vector[place % simulatedDimension]! += 1
  }
  return vector
}
