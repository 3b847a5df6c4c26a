/** How the eight pages of one side of the sheet lie before it is folded: the upper row stands on its head. */
const rows = [
  [5, 12, 9, 8],
  [4, 13, 16, 1],
] as const

/** A printed sheet of an octavo, before it is folded three times. A picture only. */
export function Imposition() {
  return (
    <svg className="imposition" viewBox="0 0 320 224" fill="none" aria-hidden="true">
      <path className="imposition__page" d="M240.500 112.500h79v111h-79z" />
      <path className="imposition__edge" d="M.5.5h319v223H.5z" />
      <path className="imposition__fold" d="M80.500 0v224M240.500 0v224" />
      <path className="imposition__fold" d="M160.500 0v224M0 112.500h320" />
      {rows.map((row, line) =>
        row.map((page, column) => (
          <text
            key={page}
            x={column * 80 + 40}
            y={line * 112 + 63}
            transform={line === 0 ? `rotate(180 ${column * 80 + 40} 56)` : undefined}
            className={page === 1 ? 'imposition__first' : undefined}
          >
            {page}
          </text>
        )),
      )}
    </svg>
  )
}
