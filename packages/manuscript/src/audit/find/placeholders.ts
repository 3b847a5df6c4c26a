import { type Finding, finding } from '../finding.ts'
import { isMasked, lineCounter, type Reading } from '../reading.ts'

/** Marks of unfinished work, as words of their own; XXX is a number in Roman figures as well. */
const marks = /(?<![\p{L}\p{N}_#/-])(?:TODO|FIXME|TBD|TKTK|XXXX*)(?![\p{L}\p{N}_/-])/gu
const phrases =
  /lorem ipsum|\[(?:insert|placeholder|fill in|your (?:name|text|title|company) here|to be (?:added|written|completed|defined)|tbd|todo|coming soon)\b[^\][]{0,80}\]|<(?:insert|your)[ _-][^<>]{1,60}>/gi

/** Text that was to be replaced: not in code, not in comments, which readers do not see. */
export function placeholderFindings({ prose, source }: Reading): Finding[] {
  return prose.flatMap(run => {
    const line = lineCounter(run)
    return [...matches(run.text)]
      .sort((a, b) => a.index - b.index)
      .filter(({ index, 0: written }) => !isMasked(run, index) && !isNumber(run.text, run.type, written))
      .map(({ index, 0: written }) =>
        finding(
          'placeholder-text',
          source.spot(line(index), written),
          `"${written}" is left over. Write what belongs here`,
        ),
      )
  })
}

function* matches(text: string): Generator<RegExpExecArray> {
  if (/TODO|FIXME|TBD|TKTK|XXX/.test(text)) yield* text.matchAll(marks)
  yield* text.matchAll(phrases)
}

/** Thirty, in the title of a chapter or after a word such as Louis. */
function isNumber(text: string, type: string, written: string): boolean {
  return written === 'XXX' && (type === 'heading' || /[\p{L}] XXX\b/u.test(text))
}
