export type { MystBook, MystChapter } from './myst-book.ts'
export { type MystProject, type TocEntry, writeMystProject } from './write-myst-project.ts'
