import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addCosts, catalogue, continuationPrompt, estimateCost, estimateTokens, priceOf } from './index.ts'
import { capabilities, tiers } from './model-card.ts'

const card = (id: string) => catalogue.find(entry => entry.id === id)!

test('every card is whole: unique, priced by its tier, replaced by an active model', () => {
  expect(new Set(catalogue.map(entry => entry.id)).size).toBe(catalogue.length)
  for (const entry of catalogue) {
    expect(entry.id.startsWith(`${entry.provider}/`)).toBe(true)
    expect(capabilities).toEqual(expect.arrayContaining(entry.capabilities))
    if (entry.tier === 'free') expect(entry.inputPrice + entry.outputPrice).toBe(0)
    else {
      expect(entry.tier).toBe(entry.outputPrice <= 5 ? tiers[1] : entry.outputPrice <= 10 ? tiers[2] : tiers[3])
      expect(entry.priceSource?.read).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
    if (entry.replacedBy) expect(card(entry.replacedBy).status).toBe('active')
  }
})

test('cached and written input have their own prices', () => {
  const usage = { inputTokens: 1_000_000, cachedInputTokens: 600_000, cacheWriteTokens: 100_000, outputTokens: 10_000 }
  // 300,000 × $2 + 600,000 × $0.10 + 100,000 × $2.50 + 10,000 × $10, per million.
  expect(priceOf(card('anthropic/claude-sonnet-5-5'), usage)).toBe(1.01)
})

test('a long prompt changes the price of the whole request', () => {
  const haiku = card('anthropic/claude-haiku-5-5')
  expect(estimateCost({ card: haiku, inputTokens: 100_000, outputTokens: 1_000 })).toBe(0.0105)
  expect(estimateCost({ card: haiku, inputTokens: 100_001, outputTokens: 1_000 })).toBe(0.0525005)
})

test('costs add up without dust, are never negative, and grow with tokens', () => {
  expect(addCosts(Array.from({ length: 10 }, () => 0.1))).toBe(1)
  const tokens = fc.nat({ max: 2_000_000 })
  fc.assert(
    fc.property(fc.constantFrom(...catalogue), tokens, tokens, tokens, (card, inputTokens, outputTokens, more) => {
      const cost = estimateCost({ card, inputTokens, outputTokens })
      expect(cost).toBeGreaterThanOrEqual(0)
      expect(estimateCost({ card, inputTokens, outputTokens: outputTokens + more })).toBeGreaterThanOrEqual(cost)
    }),
  )
})

// Counts by o200k_base (gpt-tokenizer 4.0.0), taken once.
test.each([
  ['Die Warteschlange hält Arbeit zurück, bis ein Arbeiter sie übernimmt. ', 30, 451],
  ['队列会保留工作，直到有工人来处理。', 30, 420],
  ['It was the best of times, it was the worst of times; we had everything before us. ', 30, 601],
])('estimates the tokens of %j within 20 %%', (text, times, counted) => {
  const estimate = estimateTokens(text.repeat(times))
  expect(Math.abs(estimate / counted - 1)).toBeLessThan(0.2)
})

test('an estimate never shrinks when text is added, and reckons with the provider', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(estimateTokens(`${a} ${b}`)).toBeGreaterThanOrEqual(estimateTokens(a))
    }),
  )
  expect(estimateTokens('one two three', 'anthropic')).toBeGreaterThan(estimateTokens('one two three'))
})

test('a continuation shows the task and the end of the answer, whole characters only', () => {
  const prompt = continuationPrompt('Write a book.', `${'x'.repeat(50)}📚 and the end.`, { tailCharacters: 14 })
  expect(prompt).toContain('Write a book.')
  expect(prompt).toContain('<answer-so-far>\n and the end.\n</answer-so-far>')
  expect(prompt.isWellFormed()).toBe(true)
})
