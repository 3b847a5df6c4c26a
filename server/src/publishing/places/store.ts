/** Files somewhere else, by their paths. Only single files change as one act. */
export interface Store {
  /** The marks of those of these files that are there: equal as long as nobody changed the file. */
  marks(paths: Iterable<string>): Promise<Map<string, string>>
  /** The content of a file; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>
  /** Writes a file, with the folders above it, and answers its mark. */
  write(path: string, content: Uint8Array): Promise<string>
  /** Removes a file. It may be gone already. */
  remove(path: string): Promise<void>
  /** The mark a content will have, where that can be told. */
  markOf?: (content: Uint8Array) => string
  /** Makes everything written visible, where that is one act. */
  finish?(): Promise<void>
  /** Lets go of its connections. */
  close?(): void
}
