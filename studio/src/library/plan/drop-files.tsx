import { type DragEvent, type ReactNode, useState } from 'react'

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** Takes files that are dropped anywhere on what it holds, and shows that it would. */
export function DropFiles({
  onFiles,
  children,
}: {
  /** Left out where nothing is taken. */
  onFiles: ((files: File[]) => void) | undefined
  children: ReactNode
}) {
  const [over, setOver] = useState(false)
  if (!onFiles) return children
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drop has buttons for the same
    <div
      className={over ? 'plan-drop is-over' : 'plan-drop'}
      onDragOver={event => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={event => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={event => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      }}
    >
      {children}
    </div>
  )
}
