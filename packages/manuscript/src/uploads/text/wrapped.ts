/** The lines of a text that says with line ends what paragraphs, pages and verses are. */
export interface Line {
  /** Without spaces around it; '' for a blank one. */
  text: string
  /** Spaces before it, a tab as four. */
  indent: number
  /** Begins a page (form feed). */
  page: boolean
}

export interface Paragraph {
  lines: Line[]
  /** Blank lines before it. */
  gap: number
}

export interface Layout {
  /** Lines end where the margin is, not where the author ends a line. */
  wrapped: boolean
  /** Characters to the margin: of the longest usual line. */
  width: number
  /** Paragraphs begin with a blank line, an indented line, or each line is one. */
  paragraphs: 'blank' | 'indented' | 'line'
  /** Blank lines that usually part paragraphs. */
  gap: number
}

export function linesOfText(text: string): Line[] {
  return text.split(/\r\n?|\n|\u2028|\u0085/).map(source => {
    const page = source.includes('\f')
    const line = source.replaceAll('\f', '')
    const indent = /^[ \t\u3000]*/.exec(line)![0].replaceAll('\t', '    ').replaceAll('\u3000', '  ').length
    return { text: line.trim(), indent, page }
  })
}

/** How a text is laid out, from the lengths and the blanks of its lines. */
export function layoutOf(lines: Line[]): Layout {
  const full = lines.filter(line => line.text !== '')
  const lengths = full.map(line => line.text.length + line.indent).sort((a, b) => a - b)
  const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))] ?? 0
  const width = at(0.95)
  const runs = paragraphRuns(lines)
  const inner = runs.flatMap(run => run.slice(0, -1))
  // A margin makes the inner lines of paragraphs end within a word of it.
  const near = inner.filter(line => line.text.length + line.indent > width - 16).length
  // A margin rarely falls at the end of a sentence; an author who ends a line there means it.
  const ended = inner.filter(line => /[.!?:…]["'”’»)\]]*$/.test(line.text)).length
  const wrapped =
    inner.length >= 3 && ended < inner.length * 0.6 && width >= 40 && width <= 120 && near > inner.length / 2
  const indented = inner.filter(line => line.indent >= 2).length
  const isIndented = wrapped && runs.length < full.length / 30 && indented > full.length / 40
  const byLine = !wrapped && runs.length < full.length / 4 && at(0.5) > 60
  const gaps = gapsOf(lines).sort((a, b) => a - b)
  return {
    wrapped,
    width,
    paragraphs: isIndented ? 'indented' : byLine ? 'line' : 'blank',
    gap: gaps[Math.floor(gaps.length / 2)] ?? 1,
  }
}

function paragraphRuns(lines: Line[]): Line[][] {
  const runs: Line[][] = [[]]
  for (const line of lines) {
    if (line.text !== '') runs.at(-1)!.push(line)
    else if (runs.at(-1)!.length > 0) runs.push([])
  }
  return runs.filter(run => run.length > 0)
}

function gapsOf(lines: Line[]): number[] {
  const gaps: number[] = []
  let blank = 0
  for (const line of lines) {
    if (line.text === '') blank++
    else {
      if (blank > 0) gaps.push(blank)
      blank = 0
    }
  }
  return gaps
}

export function paragraphsOf(lines: Line[], layout: Layout): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let blank = 0
  let open = false
  for (const line of lines) {
    if (line.text === '') {
      blank++
      open = false
      if (line.page) paragraphs.push({ lines: [], gap: Number.POSITIVE_INFINITY })
      continue
    }
    const begins =
      layout.paragraphs === 'line' ||
      (layout.paragraphs === 'indented' && line.indent >= 2 && !isCentered(line, layout))
    if (!open || begins || line.page) {
      paragraphs.push({
        lines: [],
        gap: line.page || paragraphs.at(-1)?.lines.length === 0 ? Number.POSITIVE_INFINITY : blank,
      })
    }
    paragraphs.at(-1)!.lines.push(line)
    open = true
    blank = 0
  }
  return paragraphs.filter(paragraph => paragraph.lines.length > 0)
}

/** Whether a line stands in the middle: as much room before it as would be behind it. */
export function isCentered({ text, indent }: Line, { width }: Layout): boolean {
  return (
    indent >= 6 && text.length < width * 0.8 && Math.abs(indent - (width - text.length) / 2) <= Math.max(3, width / 20)
  )
}
