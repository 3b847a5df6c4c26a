import { lazy, Suspense, useEffect, useState } from 'react'
import { onOpenPalette } from './open-palette.ts'

const PaletteDialog = lazy(() => import('./palette-dialog.tsx'))

/** Search and commands: ⌘K. Loaded when it is first opened. */
export function Palette() {
  const [open, setOpen] = useState(false)
  useEffect(() => onOpenPalette(() => setOpen(true)), [])
  if (!open) return null
  return (
    <Suspense>
      <PaletteDialog onClose={() => setOpen(false)} />
    </Suspense>
  )
}
