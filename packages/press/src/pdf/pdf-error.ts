/** Why there is no PDF. */
export type PdfErrorCode = 'refused' | 'crashed' | 'too-large' | 'too-slow'

/** Says what the author can do, with the place in his text where it is known. */
export class PdfError extends Error {
  override name = 'PdfError'
  readonly code: PdfErrorCode

  constructor(code: PdfErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
