import type { IndexName, Reason } from '@octavo/manuscript'

interface Meaning {
  name: string
  /** What a value says, in a few words. */
  says: (value: number) => string
}

const grade = (value: number): string => `a reader needs about ${Math.max(1, Math.round(value))} years of school`
const steps =
  (...bounds: readonly (readonly [number, string])[]) =>
  (value: number): string =>
    bounds.find(([most]) => value < most)![1]
const beyond = Number.POSITIVE_INFINITY

/** What each index of readability is called and means. */
export const meanings: Record<IndexName, Meaning> = {
  fleschReadingEase: {
    name: 'Flesch reading ease',
    says: steps([30, 'hard, for specialists'], [50, 'demanding'], [60, 'fairly hard'], [70, 'plain'], [beyond, 'easy']),
  },
  fleschKincaidGrade: { name: 'Flesch–Kincaid grade', says: grade },
  gunningFog: { name: 'Gunning fog', says: grade },
  smog: { name: 'SMOG', says: grade },
  colemanLiau: { name: 'Coleman–Liau', says: grade },
  automatedReadability: { name: 'Automated readability', says: grade },
  daleChall: {
    name: 'Dale–Chall',
    says: steps(
      [5, 'easy at ten years'],
      [7, 'easy at fourteen'],
      [9, 'easy at eighteen'],
      [beyond, 'for students and above'],
    ),
  },
  lix: {
    name: 'LIX',
    says: steps([30, 'very easy'], [40, 'easy'], [50, 'as in newspapers'], [60, 'hard'], [beyond, 'very hard']),
  },
  rix: { name: 'RIX', says: steps([1.8, 'easy'], [3.7, 'average'], [5.3, 'hard'], [beyond, 'very hard']) },
  wienerSachtext: { name: 'Wiener Sachtextformel', says: value => `for school year ${Math.round(value)}` },
  gulpease: { name: 'Gulpease', says: steps([40, 'hard'], [60, 'average'], [80, 'easy'], [beyond, 'very easy']) },
}

/** Why an index has no value. */
export const reasons: Record<Reason, string> = {
  language: 'made for other languages',
  script: 'made for other scripts',
  'too-short': 'needs 100 words',
  'too-few-sentences': 'needs 30 sentences',
}

/** How a text feels on the whole. */
export const mood = steps(
  [-0.25, 'dark'],
  [-0.05, 'rather dark'],
  [0.05, 'neutral'],
  [0.25, 'rather bright'],
  [beyond, 'bright'],
)
