import { primaryLanguage } from '../language.ts'

// Abbreviations after which a sentence goes on; Unicode segmentation (UAX #29) alone would break after each of them.
const lists: Record<string, string> = {
  en: 'mr mrs ms messrs dr prof st sr jr rev hon capt col gen lt sgt maj cmdr fr vs etc cf al e.g i.e eg ie approx fig figs eq eqs sec ch vol no nos p pp ed eds est dept inc ltd co corp viz ca jan feb mar apr aug sept oct nov dec',
  de: 'hr fr dr prof st bzw z.b z b d.h d h u.a usw ca vgl abb tab kap nr s bd hrsg evtl ggf inkl sog bspw jan feb aug sept okt nov dez',
  fr: 'm mm mme mmes mlle dr pr st ste p.ex ex cf etc fig chap p pp vol no av env janv févr juil sept oct nov déc',
  es: 'sr sra srta dr dra d ud uds p.ej ej etc fig cap pág págs núm vol ee uu',
  it: 'sig sigg dott prof ing avv ecc es fig cap pag vol n',
  pt: 'sr sra dr dra prof etc fig cap pág vol n ex',
  nl: 'dhr mevr dr prof ir mr bijv b.v d.w.z enz fig hfst p blz nr vgl',
}
const sets = new Map<string, ReadonlySet<string>>()

/** The abbreviations of a language, in lower case and without their last period; English ones where it has no list. */
export function abbreviationsOf(language: string): ReadonlySet<string> {
  const primary = primaryLanguage(language)
  let set = sets.get(primary)
  if (!set) {
    set = new Set((lists[primary] ?? lists.en!).split(' '))
    sets.set(primary, set)
  }
  return set
}
