import { expect, it } from 'vitest'
import * as all from './formulas.ts'

const formulas = { ...all }

// Two sentences by which reading ease and grade are often explained, and their published scores.
it.each([
  ['The cat sat on the mat.', { words: 6, sentences: 1, syllables: 6 }, 116.145, -1.45],
  ['The Australian platypus is seemingly a hybrid …', { words: 13, sentences: 1, syllables: 24 }, 37.455, 11.265],
])('gives %s its reading ease and grade', (_, counts, ease, grade) => {
  expect(formulas.flesch(counts)).toBeCloseTo(ease, 2)
  expect(formulas.fleschKincaid(counts)).toBeCloseTo(grade, 2)
})

// The example of Coleman and Liau's paper: the abstract of it has 537 letters and 4.2 sentences per 100 words.
it('grades the abstract of Coleman and Liau 14.5', () => {
  expect(formulas.colemanLiau({ words: 100, letters: 537, sentences: 4.2 })).toBeCloseTo(14.5, 1)
})

// Worked out by hand for 200 words in 10 sentences.
const sample = {
  words: 200,
  sentences: 10,
  letters: 1_000,
  syllables: 300,
  longWords: 50,
  complexWords: 20,
  polysyllables: 30,
  monosyllables: 120,
  unfamiliarWords: 40,
}
it.each([
  ['flesch', 206.835 - 20.3 - 126.9],
  ['amstad', 180 - 20 - 87.75],
  ['fernandezHuerta', 206.84 - 90 - 20.4],
  ['kandelMoles', 207 - 20.3 - 110.4],
  ['franchinaVacca', 206 - 20 - 97.5],
  ['douma', 206.84 - 18.6 - 115.5],
  ['martins', 248.835 - 20.3 - 126.9],
  ['oborneva', 206.835 - 26 - 90.15],
  ['fleschKincaid', 7.8 + 17.7 - 15.59],
  ['gunningFog', 0.4 * (20 + 10)],
  ['smog', 3.1291 + 1.043 * Math.sqrt(90)],
  ['colemanLiau', 29.4 - 1.48 - 15.8],
  ['automatedReadability', 23.55 + 10 - 21.43],
  ['daleChall', 3.158 + 0.992 + 3.6365],
  ['lix', 20 + 25],
  ['rix', 5],
  ['wienerSachtext', 0.1935 * 15 + 0.1672 * 20 + 0.1297 * 25 - 0.0327 * 60 - 0.875],
  ['gulpease', 89 + 15 - 50],
] as const)('computes %s', (name, value) => {
  expect(formulas[name](sample)).toBeCloseTo(value, 6)
})

it('adds nothing to Dale–Chall for at most five percent of unfamiliar words', () => {
  expect(formulas.daleChall({ words: 100, sentences: 10, unfamiliarWords: 5 })).toBeCloseTo(0.7895 + 0.496, 6)
})
