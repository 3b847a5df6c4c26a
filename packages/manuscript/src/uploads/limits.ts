/** What one upload may hold. Each is far above what books have and low enough to be read within 2 GB of memory. */
export interface UploadLimits {
  /** Bytes of what is given, packed as it is. */
  bytes: number
  /** Bytes of an archive, unpacked. */
  unpackedBytes: number
  /** Bytes of one file of an archive, unpacked. */
  entryBytes: number
  /** Files in an archive or folder. */
  files: number
  /** An archive of more than 10 MB may be so many times larger than packed. Deflate reaches 1,032; text stays below 30. */
  ratio: number
  /** Elements inside of each other in HTML and XML. */
  depth: number
  /** Elements of one page of HTML or XML. */
  elements: number
  /** Pages of a PDF. */
  pages: number
}

export const uploadLimits: UploadLimits = {
  bytes: 500 * 1024 ** 2,
  unpackedBytes: 1024 ** 3,
  entryBytes: 256 * 1024 ** 2,
  files: 20_000,
  ratio: 200,
  depth: 500,
  elements: 2_000_000,
  pages: 10_000,
}

/** `1.5 MB`, for messages. */
export function megabytes(bytes: number): string {
  return `${Number((bytes / 1024 ** 2).toFixed(1)).toLocaleString('en')} MB`
}
