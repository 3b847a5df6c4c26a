import { type PageStatistics, parsePage, type Statistics, statisticsOf, statisticsOfAll } from '@octavo/manuscript'
import { readFolder } from './read-folder.ts'

export interface CountedFolder {
  total: Statistics
  pages: ({ path: string; title: string } & PageStatistics)[]
}

/** The statistics of the Markdown in a folder as it lies there: no database, no server, nothing is written. */
export async function countFolder(folder: string, language: string): Promise<CountedFolder> {
  const read = await readFolder(folder)
  const pages = read.map(({ path, title, text }) => ({ path, title, ...statisticsOf(parsePage(text), language) }))
  return { total: statisticsOfAll(pages, language), pages }
}
