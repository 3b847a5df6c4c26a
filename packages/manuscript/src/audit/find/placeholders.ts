import { type Finding, finding } from '../finding.ts'
import { isMasked, lineCounter, type Prose, type Reading } from '../reading.ts'

/** Marks of unfinished work. */
const marks = /\b(?:TODO|FIXME|TBD|TKTK|XXX+)\b/g
const phrases =
  /lorem ipsum|\[(?:insert|placeholder|fill in|your (?:name|text|title|company) here|to be (?:added|written|completed|defined)|tbd|todo|coming soon|citation needed)\b[^\][]{0,80}\]|<(?:insert|your)[ _-][^<>]{1,60}>/gi

/** Text that was to be replaced: not in code, not in comments, which readers do not see. */
export function placeholderFindings({ page: { text }, prose, source }: Reading): Finding[] {
  // Most pages have none; to look once through all of a page is much quicker than through each of its parts.
  const patterns = [marks, phrases].filter(pattern => text.search(pattern) >= 0)
  if (patterns.length === 0) return []
  return prose.flatMap(run => {
    const line = lineCounter(run)
    return patterns
      .flatMap(pattern => [...run.text.matchAll(pattern)])
      .sort((a, b) => a.index - b.index)
      .filter(({ index, 0: written }) => !isMasked(run, index) && !isMeant(run, index, written))
      .map(({ index, 0: written }) =>
        finding(
          'placeholder-text',
          source.spot(line(index), written),
          `"${written}" is left over. Write what belongs here`,
        ),
      )
  })
}

/** A part of a name, as in `TODO-list` or `#TBD`; or thirty in Roman figures, as a title or after a word such as Louis. */
function isMeant({ text, type }: Prose, from: number, written: string): boolean {
  const beside = `${text[from - 1] ?? ''}${text[from + written.length] ?? ''}`
  if (/^[A-Z]/.test(written) && /[\p{L}\p{N}_#/-]/u.test(beside)) return true
  return written === 'XXX' && (type === 'heading' || /\p{L} $/u.test(text.slice(Math.max(0, from - 3), from)))
}
