import type { getFrontmatter } from 'myst-transforms'
import { VFile } from 'vfile'

/** Where the transforms say what they object to. They come with a version of vfile of their own, of which only types differ. */
export type Messages = Parameters<typeof getFrontmatter>[0]

export const messagesIn = (file: VFile = new VFile()): Messages => file as unknown as Messages
