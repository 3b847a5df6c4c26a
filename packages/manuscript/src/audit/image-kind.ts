/** What a picture is, whatever its name says. */
export type ImageKind = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif' | 'svg' | 'bmp' | 'tiff'

/** How many bytes of a file tell what it is. */
export const imageHeader = 512

const signatures: [ImageKind, (bytes: Uint8Array) => boolean][] = [
  ['png', bytes => startsWith(bytes, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['jpeg', bytes => startsWith(bytes, 0, 0xff, 0xd8, 0xff)],
  ['gif', bytes => startsWith(bytes, 0, 0x47, 0x49, 0x46, 0x38)],
  ['webp', bytes => startsWith(bytes, 0, 0x52, 0x49, 0x46, 0x46) && startsWith(bytes, 8, 0x57, 0x45, 0x42, 0x50)],
  ['avif', bytes => startsWith(bytes, 4, 0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69)],
  ['bmp', bytes => startsWith(bytes, 0, 0x42, 0x4d)],
  ['tiff', bytes => startsWith(bytes, 0, 0x49, 0x49, 0x2a, 0) || startsWith(bytes, 0, 0x4d, 0x4d, 0, 0x2a)],
  ['svg', bytes => /<svg[\s>]/.test(new TextDecoder().decode(bytes))],
]

/** What the first bytes of a file say it is (WHATWG MIME Sniffing §6.1); undefined for what is no picture known here. */
export function imageKindOf(bytes: Uint8Array): ImageKind | undefined {
  return signatures.find(([, matches]) => matches(bytes))?.[0]
}

function startsWith(bytes: Uint8Array, from: number, ...signature: number[]): boolean {
  return signature.every((byte, index) => bytes[from + index] === byte)
}

const extensions: Record<string, ImageKind> = {
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jfif: 'jpeg',
  gif: 'gif',
  webp: 'webp',
  avif: 'avif',
  svg: 'svg',
  bmp: 'bmp',
  tif: 'tiff',
  tiff: 'tiff',
}

/** What the name of a file says it is. */
export function namedKind(path: string): ImageKind | undefined {
  return extensions[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '']
}
