import { decode, resolvePath } from '../audit/paths.ts'
import type { Upload, UploadBlock } from './upload.ts'

/**
 * The path in `images` of the picture a block shows under an address: the address itself, or as seen from the page it
 * stands on. Undefined for pictures that are elsewhere.
 */
export function imagePath({ images }: Upload, { file }: UploadBlock, address: string): string | undefined {
  const path = decode(address.replace(/^\.\//, ''))
  if (images.has(path)) return path
  const resolved = resolvePath(file ?? '', address)
  return resolved !== undefined && images.has(resolved) ? resolved : undefined
}
