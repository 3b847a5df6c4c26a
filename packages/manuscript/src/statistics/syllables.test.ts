import { expect, it } from 'vitest'
import { syllablesOf } from './syllables.ts'

// As dictionaries divide them.
it.each([
  ['en', 'a:1 the:1 score:1 people:2 nation:2 created:3 dedicated:4 proposition:4 liberty:3 2024:1 &:1'],
  ['de', 'Haus:1 Bäume:2 Studie:2 Lehrer:2 Aal:1 Theater:3 Quelle:2 Übung:2 Eule:2 vier:1 geht:1 See:1'],
  ['nl', 'boek:1 water:2 koeien:2 reis:1 ijs:1 huis:1 nieuw:1 boom:1 geïnteresseerd:5 leeuw:1'],
  ['fr', 'table:1 ville:1 livres:1 été:2 année:2 nation:2 naïf:2 Noël:2 payer:2 théâtre:2 oiseau:2 œuvre:1 vie:1'],
  ['es', 'ciudad:2 aéreo:4 país:2 día:2 queso:2 guerra:2 pingüino:3 ahora:3 muy:1 playa:2 buey:1 leía:3 reina:2'],
  ['it', 'acqua:2 ieri:2 città:2 aereo:4 gioia:2 uomo:2 più:1 famiglia:3 mio:1'],
  ['pt', 'não:1 mãe:1 canções:2 quero:2 história:3 saúde:3 ideia:3 põe:1'],
  ['ru', 'книга:2 ещё:2 переподготовка:6 в:1'],
])('counts the syllables of %s', (language, words) => {
  const counted = words.split(' ').map(entry => {
    const [word = ''] = entry.split(':')
    return `${word}:${syllablesOf(word, language)}`
  })
  expect(counted.join(' ')).toBe(words)
})

it('takes no longer for a word of a megabyte', () => {
  for (const language of ['en', 'de', 'nl', 'fr', 'es', 'it', 'pt', 'ru']) {
    expect(syllablesOf('ae'.repeat(500_000), language)).toBeLessThanOrEqual(64)
  }
})

it('knows no rule for other languages', () => {
  expect(() => syllablesOf('slovo', 'cs')).toThrow(RangeError)
})
