import { useEffect, useState } from 'react'
import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs'

/** A PDF that is open, or why it is not. */
export interface OpenPdf {
  document: PDFDocumentProxy | undefined
  error: unknown
}

/** Opens the PDF at an address of this server; its reader is loaded with the first one. */
export function usePdf(url: string): OpenPdf {
  const [open, setOpen] = useState<OpenPdf & { url: string }>({ url: '', document: undefined, error: undefined })
  useEffect(() => {
    let left = false
    let close = () => {}
    const run = async () => {
      const { getDocument } = await import('unpdf/pdfjs')
      const task = getDocument({ url, useSystemFonts: false, disableAutoFetch: true })
      close = () => void task.destroy()
      if (left) return close()
      const document = await task.promise
      if (!left) setOpen({ url, document, error: undefined })
    }
    run().catch(error => {
      if (!left) setOpen({ url, document: undefined, error })
    })
    return () => {
      left = true
      close()
    }
  }, [url])
  return open.url === url ? open : { document: undefined, error: undefined }
}

/** Draws a page as wide as its canvas is on the screen. Gives what stops it. */
export function drawPage(
  page: PDFPageProxy,
  canvas: HTMLCanvasElement,
  width: number,
): { done: Promise<void>; stop(): void } {
  const whole = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: (width * Math.min(3, devicePixelRatio || 1)) / whole.width })
  canvas.width = Math.round(viewport.width)
  canvas.height = Math.round(viewport.height)
  const task = page.render({ canvas, viewport })
  const done = task.promise.catch(error => {
    // Another size, or another page, before this one was done.
    if (error?.name !== 'RenderingCancelledException') throw error
  })
  return { done, stop: () => task.cancel() }
}

/** What a page says, for who hears it. */
export async function wordsOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent()
  return items
    .map(item => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : ''))
    .join('')
    .trim()
}
