/** A line of a unified diff; `at` is its number there, or here for what is new. */
interface DiffLine {
  sign: ' ' | '+' | '-'
  at: number
  text: string
}

/** The lines of a unified diff, without its heads. */
export function readDiff(diff: string): DiffLine[] {
  const lines: DiffLine[] = []
  let [before, after] = [0, 0]
  for (const line of diff.split('\n')) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line)
    if (head) [before, after] = [Number(head[1]), Number(head[2])]
    else if (line.startsWith('+++') || line.startsWith('---') || line.startsWith('\\')) continue
    else if (line.startsWith('+')) lines.push({ sign: '+', at: after++, text: line.slice(1) })
    else if (line.startsWith('-')) lines.push({ sign: '-', at: before++, text: line.slice(1) })
    else if (line.startsWith(' ')) {
      lines.push({ sign: ' ', at: after++, text: line.slice(1) })
      before++
    }
  }
  return lines
}

/** How many lines come and go. */
export function countDiff(diff: string): { plus: number; minus: number } {
  const lines = readDiff(diff)
  return {
    plus: lines.filter(({ sign }) => sign === '+').length,
    minus: lines.filter(({ sign }) => sign === '-').length,
  }
}

/** Lines of one file that are shown at once. */
const mostLines = 300

const looks = { '+': 'hunk__l hunk__l--new', '-': 'hunk__l hunk__l--old', ' ': 'hunk__l' }

/** A diff as it is read: number, sign, line. */
export function Diff({ path, diff }: { path: string; diff: string }) {
  const lines = readDiff(diff)
  return (
    <div className="hunk" dir="ltr">
      <div className="hunk__head">
        <span className="clip">{path}</span>
      </div>
      {lines.slice(0, mostLines).map(({ sign, at, text }, index) => (
        <div key={index} className={looks[sign]}>
          <span>{at}</span>
          <span>{sign === '-' ? '−' : sign}</span>
          <span>{sign === '-' ? <del>{text}</del> : sign === '+' ? <ins>{text}</ins> : text}</span>
        </div>
      ))}
      {lines.length > mostLines && <div className="hunk__head">{lines.length - mostLines} lines more</div>}
    </div>
  )
}
