import { EditorSelection, type StateCommand } from '@codemirror/state'

/** Puts marks around each selection, or takes them away where they are. */
function wrap(mark: string): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const change = state.changeByRange(range => {
      const { from, to } = range
      const around = state.sliceDoc(from - mark.length, from) === mark && state.sliceDoc(to, to + mark.length) === mark
      if (around) {
        return {
          changes: [
            { from: from - mark.length, to: from },
            { from: to, to: to + mark.length },
          ],
          range: EditorSelection.range(from - mark.length, to - mark.length),
        }
      }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(from + mark.length, to + mark.length),
      }
    })
    dispatch(state.update(change, { userEvent: 'input', scrollIntoView: true }))
    return true
  }
}

export const bold = wrap('**')
export const italic = wrap('*')
export const inlineCode = wrap('`')

/** Makes a link of the selection; an address becomes the place it leads to. */
export const link: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const change = state.changeByRange(({ from, to }) => {
    const said = state.sliceDoc(from, to)
    const isAddress = /^https?:\/\/\S+$/.test(said)
    const insert = isAddress ? `[](${said})` : `[${said}]()`
    const cursor = isAddress || !said ? from + 1 : from + insert.length - 1
    return { changes: { from, to, insert }, range: EditorSelection.cursor(cursor) }
  })
  dispatch(state.update(change, { userEvent: 'input', scrollIntoView: true }))
  return true
}

/** Adds a footnote: its mark at the cursor, its text at the end of the chapter, where the cursor goes. */
export const footnote: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const text = state.doc.toString()
  let number = 1
  while (text.includes(`[^${number}]`)) number++
  const at = state.selection.main.to
  const end = state.doc.length
  const note = `${text.endsWith('\n') || text === '' ? '' : '\n'}\n[^${number}]: `
  const mark = `[^${number}]`
  dispatch(
    state.update({
      changes: [
        { from: at, insert: mark },
        { from: end, insert: note },
      ],
      selection: { anchor: end + mark.length + note.length },
      userEvent: 'input',
      scrollIntoView: true,
    }),
  )
  return true
}
