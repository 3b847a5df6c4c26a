import { type Addition, primaryLanguage } from '@octavo/manuscript'
import { admonitionOf, directive, sentenceMyst } from '../blocks.ts'
import { keySentences } from '../key-sentences.ts'
import { fingerprint, plain } from '../plain.ts'
import { pointsBack } from '../sentences.ts'
import { wordsOf } from '../words.ts'
import { after, type Ground, impossible, instead, lastBlock, type PageBlock, sentencesOf } from './ground.ts'

/** Words of a box: longer than a remark, shorter than what a reader skips. */
const fewest = 6
const most = 90

// What a paragraph must say to stand in a box of that name, in English; other languages are boxed by their openings.
const signs: Record<string, RegExp> = {
  important: /\b(?:must|always|never|only|essential|important|key|crucial|depends on|requires?)\b/i,
  tip: /\b(?:should|prefer|better|easier|faster|cheaper|save[sd]?|recommend(?:ed)?|best|useful|helps?|try|use)\b/i,
  hint: /\b(?:should|try|look|think|consider|begin|start|imagine|compare|remember|useful|helps?)\b/i,
  warning:
    /\b(?:never|fails?|failure|lose[sd]?|lost|loss|breaks?|broken|dangers?|dangerous|risks?|wrong|errors?|corrupt\w*|crash\w*|dies|dead|cannot|too (?:late|long|much|many)|mistakes?)\b/i,
}
const alike: Record<string, string> = {
  attention: 'important',
  caution: 'warning',
  danger: 'warning',
  error: 'warning',
}

/** Sets a paragraph that says such a thing in a box of this name; its words stay where they are. */
export function box(ground: Ground, name: string): Addition {
  const block = paragraphFor(ground, name)
  if (block) return instead(block, directive(name, block.text))
  return impossible(`No paragraph of this chapter is a short ${name} by itself: write one, or choose a language model.`)
}

function paragraphFor(ground: Ground, name: string): PageBlock | undefined {
  const { language, paragraphs } = ground
  const short = paragraphs.filter((block, index) => {
    const words = wordsOf(plain(block.text), language).length
    return index > 0 && words >= fewest && words <= most
  })
  const opened = short.find(block => admonitionOf(block.text)?.directive === name)
  if (opened) return opened
  const sign = primaryLanguage(language) === 'en' ? signs[alike[name] ?? name] : undefined
  const standing = short.filter(block => !pointsBack(plain(block.text), language))
  // Anything that stands alone can be noted; everything else has to say it.
  if (!sign) return name === 'note' || signs[name] === undefined ? shortest(standing) : undefined
  return best(
    standing.filter(block => sign.test(plain(block.text))),
    block =>
      sentencesOf(ground, block).filter(sentence => sign.test(sentence)).length / sentencesOf(ground, block).length,
  )
}

function shortest(blocks: PageBlock[]): PageBlock | undefined {
  return best(blocks, block => -block.text.length)
}

function best(blocks: PageBlock[], score: (block: PageBlock) => number): PageBlock | undefined {
  return blocks.reduce<PageBlock | undefined>(
    (found, block) => (found && score(found) >= score(block) ? found : block),
    undefined,
  )
}

/** A box under a title of its own: the chapter in short, by its most central sentences. */
export function summary(ground: Ground): Addition {
  const { language, passages, phrases } = ground
  const last = lastBlock(ground)
  const points = keySentences(
    passages.filter(passage => passage.kind === 'paragraph'),
    language,
    3,
    0.3,
  )
  if (!last || points.length < 2) {
    return impossible('Too few sentences of this chapter can stand alone to sum it up.')
  }
  const order = (text: string) => ground.task.page.indexOf(text)
  const lines = [...points]
    .sort((a, b) => a.passage.position - b.passage.position || order(a.myst) - order(b.myst))
    .map(point => `- ${sentenceMyst(point.myst, point.passage, new Map())}`)
  return after(
    last,
    directive('admonition', lines.join('\n'), { argument: phrases.summary, lines: [':class: summary octavo-own'] }),
  )
}

const aside =
  /\b(?:for (?:example|instance)|e\.g\.|in (?:detail|practice|other words)|historically|incidentally|by the way)\b/i

/** Folds an aside away under the heading it stands below: an example, else a long listing or table. */
export function fold(ground: Ground, name: string): Addition {
  const block =
    ground.paragraphs.find((paragraph, index) => index > 0 && aside.test(plain(paragraph.text))) ??
    best(
      ground.blocks.filter(({ passage }) => ['code', 'table', 'list'].includes(passage.kind)),
      ({ text }) => text.length,
    )
  const title = block?.passage.headings.at(-1)
  if (!block || !title) return impossible('Nothing in this chapter is an aside that could be folded away.')
  return instead(block, directive(name, block.text, { argument: title }))
}

/** Lets a central sentence stand once more, large: readers who skim read that. */
export function pullQuote(ground: Ground, name: string): Addition {
  const { language, paragraphs, passages } = ground
  const [point] = keySentences(
    passages.filter(passage => passage.kind === 'paragraph'),
    language,
    1,
  )
  const block = point && paragraphs.find(paragraph => fingerprint(paragraph.text).includes(fingerprint(point.text)))
  if (!point || !block) return impossible('No sentence of this chapter can stand alone.')
  const sentence = sentenceMyst(point.myst, point.passage, new Map())
  return after(block, directive(name, sentence, { lines: [':class: octavo-own'] }))
}
