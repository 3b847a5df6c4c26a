import { useEffect, useRef, useState } from 'react'
import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import { toastError } from '../../components/toast.tsx'
import { drawPage, wordsOf } from './pdf-document.ts'

/** One page of a PDF as it will be printed; its words are there to be heard. */
export function PdfPage({ document, number, width }: { document: PDFDocumentProxy; number: number; width: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [words, setWords] = useState('')
  const [drawn, setDrawn] = useState(false)
  useEffect(() => {
    if (width <= 0) return
    let left = false
    let stop = () => {}
    setDrawn(false)
    const run = async () => {
      const page = await document.getPage(number)
      if (left || !canvas.current) return
      const drawing = drawPage(page, canvas.current, width)
      stop = drawing.stop
      await drawing.done
      if (left) return
      setDrawn(true)
      setWords(await wordsOf(page))
    }
    run().catch(error => !left && toastError(error))
    return () => {
      left = true
      stop()
    }
  }, [document, number, width])
  return (
    <figure className="pdfpage" aria-label={`Page ${number}`} data-drawn={drawn}>
      <canvas ref={canvas} />
      <figcaption className="vh">{words || 'A page without words.'}</figcaption>
    </figure>
  )
}
