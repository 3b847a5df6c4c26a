export function FilesDialog(_: { bookId: string; editable: boolean; onClose: () => void }) {
  return null
}
