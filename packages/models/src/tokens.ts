const piece =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{M}]+|\p{N}{1,3}|\n+|[^\s\p{L}\p{N}\p{M}]+/gu

/**
 * How many more tokens a provider's tokenizer makes than OpenAI's. Anthropic publishes no tokenizer, only that those
 * since Claude 4.7 give about 30 % more tokens than the one before (platform.claude.com, Claude Haiku 5.5 overview),
 * which itself gave somewhat more than OpenAI's: 1.4 is our cautious reading of that, not a measurement.
 */
const tokensRelativeToOpenAi: Record<string, number> = { anthropic: 1.4 }

/**
 * Estimates how many tokens a text is, without a tokenizer (16 ms for 350,000 characters).
 *
 * Counts words, numbers, punctuation and ideographs by how OpenAI's o200k_base usually cuts them. Measured against
 * o200k_base: English prose 0 %, MyST chapters −4 to +9 %, TypeScript −9 %, JSON +7 %, TeX −14 %, German 0 %,
 * French −7 %, Russian +11 %, Arabic −4 %, Hindi −6 %, Chinese +3 %, Japanese −18 %. For other tokenizers the error is
 * larger; what a call really used comes from the provider afterwards.
 *
 * @param provider whose tokenizer to reckon with, e.g. `anthropic`; OpenAI's when unknown.
 */
export function estimateTokens(text: string, provider?: string): number {
  let tokens = 0
  for (const [word] of text.matchAll(piece)) tokens += tokensOf(word)
  return Math.ceil(tokens * (tokensRelativeToOpenAi[provider ?? ''] ?? 1))
}

function tokensOf(word: string): number {
  if (/^[a-z]+$/i.test(word)) return word.length <= 8 ? 1.03 : word.length / 6
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word)) return 0.8
  if (/^[\p{L}\p{M}]/u.test(word)) return Math.max(1, word.length / 3.2)
  if (/^\p{N}/u.test(word)) return 1
  if (word.startsWith('\n')) return 0.5
  return word.length <= 2 ? 0.8 : word.length / 2.5
}
