import { expect, test } from 'vitest'
import { type BookWords, bookWords } from './words.ts'

const paths = ({ admonitions, proofs, ...rest }: BookWords) => [
  ...Object.keys(rest),
  ...Object.keys(admonitions).map(name => `admonitions.${name}`),
  ...Object.keys(proofs).map(name => `proofs.${name}`),
]

test.each(['de', 'fr', 'es', 'ja', 'ko', 'zh', 'zh-TW'])(
  'a book in %s has all the words an English one has',
  language => {
    const english = bookWords('en')
    const words = bookWords(language)
    expect(words).not.toBe(english)
    expect(paths(words).sort()).toEqual(paths(english).sort())
    for (const [name, word] of Object.entries(english)) {
      if (typeof word === 'string')
        expect(String(words[name as keyof BookWords]).split('%s')).toHaveLength(word.split('%s').length)
    }
  },
)

test('Chinese is in the letters of its readers, and what is not known is English', () => {
  expect(['zh', 'zh-CN', 'zh-Hant-HK', 'zh-TW'].map(tag => bookWords(tag).contents)).toEqual([
    '目录',
    '目录',
    '目錄',
    '目錄',
  ])
  expect(bookWords('tlh').contents).toBe('Contents')
})
