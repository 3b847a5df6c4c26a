import { useEffect, useRef, useState } from 'react'
import { Renderer, type Rendering } from './renderer.ts'

/** The rendering of a chapter as its text stands; follows every change of it. */
export function useRendering(chapterId: string, text: string): Rendering {
  const [rendering, setRendering] = useState<Rendering>({ chapterId, slow: false })
  const renderer = useRef<Renderer>(undefined)
  useEffect(() => {
    const one = new Renderer(chapterId, setRendering)
    renderer.current = one
    return () => one.end()
  }, [chapterId])
  useEffect(() => renderer.current?.render(text), [chapterId, text])
  return rendering.chapterId === chapterId ? rendering : { chapterId, slow: false }
}
