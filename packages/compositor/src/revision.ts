import { type Brief, type Passage, type Revision, rankPassages, readPassages } from '@octavo/manuscript'
import { mystOf } from './blocks.ts'
import { type CitedSource, createFootnotes, withMark } from './footnotes.ts'
import { keySentences } from './key-sentences.ts'
import { phrasesFor } from './phrases.ts'
import { fingerprint, plain } from './plain.ts'
import { pointsBack, splitSentences } from './sentences.ts'
import { hasSubstance, proseBlocks } from './substance.ts'
import { wordsOf } from './words.ts'

/** What rewriting a part of a chapter needs. */
export interface RevisionTask {
  /** `mend` puts right what an audit found. */
  action: 'improve' | 'shorten' | 'expand' | 'continue' | 'rephrase' | 'mend'
  page: string
  /** The part, as offsets in the page. */
  start: number
  end: number
  brief: Brief
  sources: CitedSource[]
  /** Passages that no chapter uses yet. */
  unused: Passage[]
}

const doing: Record<string, string> = {
  improve: 'Improving',
  continue: 'Continuing',
  rephrase: 'Rephrasing',
  mend: 'Mending this finding in',
}

/**
 * Shortens a part to its most central sentences, or lengthens it with passages of the author's that are not used yet and
 * speak of the same. Everything else means writing sentences of its own, which the compositor does not.
 */
export function composeRevision(task: RevisionTask): Revision {
  if (task.action === 'shorten') return shorten(task)
  if (task.action === 'expand') return expand(task)
  return impossible(
    `${doing[task.action]} a text needs a language model: the compositor has no sentences but the author's. Choose another model.`,
  )
}

function impossible(reason: string): Revision {
  return { impossible: reason, text: '' }
}

/** About half of the sentences stay, of each paragraph at least one; blocks that are no prose stay whole. */
function shorten({ page, start, end, brief }: RevisionTask): Revision {
  const { language } = brief
  const text = page.slice(start, end)
  const passages = readPassages({ id: 'part', text, format: 'markdown' })
  const paragraphs = passages.filter(
    passage => passage.kind === 'paragraph' || (passage.kind === 'definition' && !/\n:\s/.test(passage.text)),
  )
  const total = paragraphs.reduce((sum, passage) => sum + splitSentences(passage.text, language).length, 0)
  if (total < 2) return impossible('There is but one sentence in this part: nothing can be left out of it.')
  const ranked = keySentences(paragraphs, language, total, 1).map(sentence => fingerprint(sentence.text))
  const rank = (sentence: string) => {
    const at = ranked.indexOf(fingerprint(sentence))
    return at < 0 ? ranked.length : at
  }
  let result = ''
  let from = 0
  let kept = 0
  for (const passage of paragraphs) {
    const sentences = splitSentences(passage.text, language)
    const wanted = Math.max(1, Math.floor(sentences.length / 2))
    const order = sentences
      .map((_, index) => index)
      .sort((a, b) => rank(sentences[a]!.text) - rank(sentences[b]!.text) || a - b)
    const chosen = new Set(order.slice(0, wanted))
    // A sentence that points back makes no sense without the one before it.
    for (const index of [...chosen])
      if (index > 0 && pointsBack(plain(sentences[index]!.text), language)) chosen.add(index - 1)
    kept += chosen.size
    const shorter = sentences.filter((_, index) => chosen.has(index)).map(sentence => sentence.text.trim())
    result += text.slice(from, passage.start.offset) + shorter.join(' ')
    from = passage.end.offset
  }
  if (kept === total)
    return impossible('Every sentence of this part depends on another: nothing can be left out of it.')
  return { impossible: null, text: result + text.slice(from) }
}

const mostAdded = 2

function expand({ page, start, end, brief, sources, unused }: RevisionTask): Revision {
  const text = page.slice(start, end)
  const candidates = unused.filter(
    passage =>
      ['paragraph', 'list', 'definition'].includes(passage.kind) &&
      hasSubstance(passage) &&
      wordsOf(plain(passage.text), brief.language).length >= 6,
  )
  const print = fingerprint(page)
  const fresh = candidates.filter(passage => !proseBlocks(passage).some(block => print.includes(fingerprint(block))))
  const chosen = rankPassages(plain(text).slice(0, 2_000), fresh, mostAdded)
  if (chosen.length === 0) {
    return impossible(
      'No passage of your sources that is not used yet speaks of this: add one, or choose a language model.',
    )
  }
  const footnotes = createFootnotes(sources, phrasesFor(brief.language), [])
  const blocks = chosen.map(passage => {
    const format = sources.find(source => source.id === passage.source)?.format ?? 'markdown'
    const block = mystOf(passage, format, footnotes, new Map())
    return withMark(block, footnotes.mark(passage)) ?? block
  })
  const notes = footnotes.definitions().filter(note => !page.includes(`${note.slice(0, note.indexOf(']:') + 1)}:`))
  return { impossible: null, text: [text.trimEnd(), ...blocks, ...notes].join('\n\n') }
}
