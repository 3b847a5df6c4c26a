import { syllable } from 'syllable'

/** What is done to a word in lower case before its vowels are counted, and what a vowel of its own is. */
interface Rule {
  silent?: readonly [RegExp, string][]
  nucleus: RegExp
  /** Endings that are written with a vowel and spoken without. */
  mute?: RegExp
}

/*
 * Syllables are counted by their vowels as they are written. In the Romance languages an `i` or `u` beside another vowel
 * makes a diphthong with it unless its accent says otherwise, and two of a, e, o are two syllables; `u` after g and q is
 * silent before e and i. So "farmacia", whose stress no letter shows, counts three in Italian, one too few.
 */
const rules: Record<string, Rule> = {
  de: {
    silent: [[/qu/g, 'q']],
    nucleus: /aa|ee|oo|a[iuy]|e[iuy]|äu|ie|o[iy]|[aeiouyäöüàâéèêëîïôû]/g,
  },
  nl: {
    silent: [[/qu/g, 'q']],
    nucleus: /aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|e[iy]|ij|a[iu]|ou|oi|[aeiouyàáäâèéëêíïîóöôúüû]/g,
  },
  // A `y` between vowels is a consonant; the last e of a word is mute, that of the plural and of `-ent` only in part.
  fr: {
    silent: [[/(?<=[aeiouéèê])y(?=[aeiouéèê])/g, '-']],
    nucleus: /[iu]?[éèê]|[ëï]|[aàâäæeiîoôöœuùûüy]+/g,
    mute: /[^aàâäæeèêëiîïoôöœuùûüy]es?$/,
  },
  es: {
    silent: [
      [/([gq])u(?=[eéií])/g, '$1'],
      [/(?<!c)h/g, ''],
      [/y(?=[aeiouáéíóú])/g, '-'],
    ],
    nucleus: /[iuü]*[aeoáéíóú][iuüy]*|[iuüy]+/g,
  },
  it: { nucleus: /[iu]*[aeoàèéìíòóùú][iu]*|[iuy]+/g },
  pt: {
    silent: [[/([gq])u(?=[eéêií])/g, '$1']],
    nucleus: /[iu]*(?:ã[oe]|õe|[aeoáàâãéêíóôõú])[iu]*|[iuy]+/g,
  },
  // Each vowel is a syllable.
  ru: { nucleus: /[аеёиоуыэюя]/g },
}

/** Longer than any word that is spoken; what is beyond is not looked at. */
const longestWord = 64

/** Whether syllables can be counted in a language, by its primary subtag. */
export function countsSyllables(primary: string): boolean {
  return primary === 'en' || primary in rules
}

/**
 * The syllables of one word, at least one; in English by the package `syllable`, which knows prefixes, endings and
 * exceptions, elsewhere by the vowels. A number or symbol is one syllable, as Flesch counts them ("How to Write Plain
 * English", 1979). Throws RangeError for a language without a rule.
 */
export function syllablesOf(word: string, primary: string): number {
  const start = word.length > longestWord ? word.slice(0, longestWord) : word
  if (primary === 'en') return syllable(start) || 1
  const rule = rules[primary]
  if (!rule) throw new RangeError(`there is no rule for syllables in "${primary}"`)
  let text = start.toLowerCase()
  for (const [pattern, replacement] of rule.silent ?? []) text = text.replace(pattern, replacement)
  const count = text.match(rule.nucleus)?.length ?? 0
  return Math.max(1, rule.mute?.test(text) ? count - 1 : count)
}
