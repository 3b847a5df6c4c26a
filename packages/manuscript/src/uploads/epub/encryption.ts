import { childrenNamed, findAll } from '../html/element.ts'
import type { Reading } from '../reading.ts'
import { UploadError } from '../upload.ts'
import { readXmlFile } from './package.ts'

/** Fonts that are only garbled (EPUB 3.3 §4.4 and Adobe's way before it); no text needs them. */
const obfuscations = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC'])

/** Throws encrypted for a book with digital rights management. Garbled fonts are no hindrance. */
export function refuseLocked(files: Map<string, Uint8Array>, reading: Reading): void {
  const path = 'META-INF/encryption.xml'
  const locked = files.has(path) ? findAll(readXmlFile(files, path, reading), 'EncryptedData') : []
  const isLocked = locked.some(data => {
    const [method] = childrenNamed(data, 'EncryptionMethod')
    return !obfuscations.has(method?.attributes.Algorithm ?? '')
  })
  // FairPlay, of Apple, says so in a file of its own.
  if (!isLocked && !files.has('META-INF/sinf.xml')) return
  throw new UploadError(
    'encrypted',
    `${reading.name} is protected (DRM), so nobody but the shop's own reader opens it. Use the file it was made from, or ask the publisher for one without protection.`,
  )
}
