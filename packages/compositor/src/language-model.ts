import { createRequire } from 'node:module'
import type { ItsFunction, PartOfSpeech, WinkMethods } from 'wink-nlp'

/** A word or mark with its part of speech (Universal Dependencies tags). */
export interface Tagged {
  text: string
  pos: PartOfSpeech
}

let loaded: WinkMethods | undefined

/**
 * English words with their parts of speech, by wink-nlp's small English model. The model is loaded at the first call
 * (about 0.2 s), not at import, so that a program that composes nothing starts without it.
 */
export function tagEnglish(text: string): Tagged[] {
  if (!loaded) {
    const require = createRequire(import.meta.url)
    loaded = require('wink-nlp')(require('wink-eng-lite-web-model'), ['sbd', 'pos']) as WinkMethods
  }
  const tokens = loaded.readDoc(text).tokens()
  const tags = tokens.out(loaded.its.pos as ItsFunction<PartOfSpeech>) as PartOfSpeech[]
  return tokens.out().map((word, index) => ({ text: word, pos: tags[index]! }))
}
