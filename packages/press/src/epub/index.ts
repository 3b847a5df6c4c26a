export { type EpubOptions, type RenderedEpub, renderEpub } from './render-epub.ts'
