/** A part of a text, `end` exclusive, in UTF-16 code units. */
export interface Mark {
  start: number
  end: number
}

/** A text with what was found in it marked. */
export function Marked({ text, marks }: { text: string; marks: readonly Mark[] }) {
  let at = 0
  const pieces = marks.flatMap(({ start, end }) => {
    if (start < at) return []
    const pair = [text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>]
    at = end
    return pair
  })
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  )
}
