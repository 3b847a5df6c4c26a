/** What a request to the simulated provider asks, whichever wire protocol it came by. */
export interface SimulatedRequest {
  model: string
  system: string
  /** All messages, oldest first, separated by blank lines. */
  prompt: string
  maxTokens: number
  /** The JSON schema of a structured answer. */
  schema?: { properties?: Record<string, unknown> }
  schemaName?: string
}

/**
 * The answer the simulated provider gives by default: the same for the same prompt, another for another.
 *
 * - Structured, with a `chapters` property: an outline. The prompt says how many ("12 chapters" or "chapters: 12",
 *   else 3) and may name the book ("title: …"). Each chapter has three sections.
 * - Structured, with an `entries` property: a codex of six terms.
 * - Structured, with a `corrections` property: none.
 * - Structured, with a `place` property: an addition after the first block, the example the prompt gives.
 * - Structured, with an `impossible` property and no place: a revision of one sentence.
 * - Otherwise: MyST text of exactly as many words as the prompt asks ("600 words" or "words: 600", else 300).
 */
export function simulatedAnswer(request: SimulatedRequest): string {
  const properties = request.schema?.properties
  const write = writer(request.prompt)
  if (!properties) return section(asked(request.prompt, 'words') ?? 300, write)
  if ('chapters' in properties) return JSON.stringify(outline(request.prompt, write))
  if ('entries' in properties) return JSON.stringify(codex(write))
  if ('corrections' in properties) return JSON.stringify({ corrections: [] })
  if ('place' in properties) return JSON.stringify(addition(request.prompt))
  if ('impossible' in properties) return JSON.stringify({ impossible: null, text: write.sentence(12) })
  throw new Error(
    `The simulated provider has no answer for ${request.schemaName ?? 'this schema'}: pass one in "answer".`,
  )
}

type Writer = ReturnType<typeof writer>

function outline(prompt: string, write: Writer) {
  const sections = () =>
    Array.from({ length: 3 }, () => ({ title: write.title(), synopsis: write.sentence(12), passages: [] }))
  const chapters = Array.from({ length: asked(prompt, 'chapters') ?? 3 }, () => ({
    title: write.title(),
    synopsis: write.sentence(16),
    objectives: [write.sentence(8), write.sentence(8)],
    sections: sections(),
  }))
  const title = /^\s*title:\s*["']?(.+?)["']?\s*$/im.exec(prompt)?.[1]
  return { title: title ?? write.title(), chapters }
}

function codex(write: Writer) {
  const entries = Array.from({ length: 6 }, (_, index) => ({
    kind: 'term',
    name: `${write.title()} ${index + 1}`,
    aliases: [],
    description: write.sentence(14),
    evidence: [],
  }))
  return { entries }
}

function addition(prompt: string) {
  const text = /As MyST writes it:\n\n([\s\S]*?)\nChoose where/.exec(prompt)?.[1] ?? ''
  return { impossible: null, place: 'b1', how: 'after', text }
}

/** Paragraphs of about 80 words; every fourth stands in a note. */
function section(words: number, write: Writer): string {
  const blocks: string[] = []
  for (let left = words; left > 0; left -= 80) {
    const paragraph = write.paragraph(Math.min(left, 80))
    blocks.push(blocks.length % 4 === 3 ? `:::{note}\n${paragraph}\n:::` : paragraph)
  }
  return `${blocks.join('\n\n')}\n`
}

function asked(prompt: string, what: 'words' | 'chapters'): number | undefined {
  const found = new RegExp(`(\\d[\\d,]*)\\s+${what}\\b|\\b${what}:\\s*(\\d[\\d,]*)`, 'i').exec(prompt)
  const digits = (found?.[1] ?? found?.[2])?.replaceAll(',', '')
  return digits ? Number(digits) : undefined
}

const words =
  'work queue worker signal harbour keeper lamp engine ledger river stone method letter window garden market winter summer measure pattern bridge copper morning evening answer question limit balance margin table garden paper memory system process record journal station carries holds turns follows reaches opens closes keeps gathers returns slow quick early late quiet bright narrow steady open simple careful ordinary under over beside toward across before after between'.split(
    ' ',
  )

/** Writes words drawn by a generator seeded with the prompt (FNV-1a, then mulberry32). */
function writer(seed: string) {
  let state = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const word = () => words[Math.floor(next() * words.length)]!
  const phrase = (count: number) => {
    const text = Array.from({ length: count }, word).join(' ')
    return text[0]!.toUpperCase() + text.slice(1)
  }
  const sentence = (count: number) => `${phrase(count)}.`
  return {
    sentence,
    title: () => phrase(3),
    paragraph(count: number): string {
      const sentences: string[] = []
      for (let left = count; left > 0; left -= 12) sentences.push(sentence(Math.min(left, 12)))
      return sentences.join(' ')
    },
  }
}
