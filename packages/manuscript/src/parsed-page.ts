import type { GenericParent } from 'myst-common'
import type { VFile } from 'vfile'
import { parseMyst } from './myst.ts'

/** A page parsed once, for everything that reads it: features, findings, statistics, fixes. */
export interface ParsedPage {
  /** As it was given, with its byte order mark and line endings. */
  text: string
  tree: GenericParent
  /** `file.messages` holds what the parser objects to. */
  file: VFile
}

/** Parses a page of MyST. Never throws; takes time in proportion to its length. */
export function parsePage(text: string): ParsedPage {
  return { text, ...parseMyst(text) }
}
