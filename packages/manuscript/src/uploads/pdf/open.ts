import { getDocumentProxy, getResolvedPDFJS } from 'unpdf'
import type { Reading } from '../reading.ts'
import { UploadError } from '../upload.ts'

export type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>
export type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>

/** Pixels of one picture. */
const mostPixels = 64 * 1024 ** 2

/** Opens a PDF. Throws encrypted, damaged, and too-large for more pages than the limits allow. */
export async function openPdf(bytes: Uint8Array, reading: Reading): Promise<PdfDocument> {
  const document = await opened(bytes, reading)
  const { pages } = reading.limits
  if (document.numPages > pages) {
    await document.loadingTask.destroy()
    throw new UploadError(
      'too-large',
      `${reading.name} has ${document.numPages} pages, and at most ${pages} are read. Give it in parts.`,
    )
  }
  return document
}

async function opened(bytes: Uint8Array, reading: Reading): Promise<PdfDocument> {
  const { VerbosityLevel } = await getResolvedPDFJS()
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: VerbosityLevel.ERRORS,
      disableFontFace: true,
      useSystemFonts: false,
      maxImageSize: mostPixels,
    })
  } catch (error) {
    const kind = error instanceof Error ? error.name : ''
    if (kind === 'PasswordException') {
      throw new UploadError(
        'encrypted',
        `${reading.name} is locked with a password. Open it, print or export it as a PDF without one, and give that.`,
      )
    }
    throw reading.damaged('is a broken PDF. Export it again from the program it comes from.', error)
  }
}
