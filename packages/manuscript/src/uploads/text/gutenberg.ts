/** A text without the words Project Gutenberg puts around its own. */
export interface WithoutLicense {
  text: string
  removed: string[]
  title?: string
  authors?: string[]
  language?: string
}

// As every file since 2003 has it: https://www.gutenberg.org/help/file_formats.html
const start = /^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK.*\*\*\*[ \t]*$/m
const end = /^\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK.*\*\*\*[ \t]*$/m

/** Cuts at the marks of Project Gutenberg; leaves a text alone that lacks either. */
export function withoutLicense(text: string): WithoutLicense {
  const begin = start.exec(text)
  const finish = end.exec(text)
  if (!begin || !finish || finish.index < begin.index) return { text, removed: [] }
  const head = text.slice(0, begin.index + begin[0].length)
  const field = (name: string) => new RegExp(`^${name}: (.+?)\\s*$`, 'm').exec(head)?.[1]
  const [title, author, language] = [field('Title'), field('Author'), field('Language')]
  return {
    text: text.slice(head.length, finish.index),
    removed: [head, text.slice(finish.index)],
    ...(title && { title }),
    ...(author && { authors: [author] }),
    ...(language && languages[language] && { language: languages[language] }),
  }
}

const languages: Record<string, string> = {
  English: 'en',
  German: 'de',
  French: 'fr',
  Spanish: 'es',
  Italian: 'it',
  Dutch: 'nl',
  Portuguese: 'pt',
  Finnish: 'fi',
  Swedish: 'sv',
  Danish: 'da',
  Latin: 'la',
  Greek: 'el',
  Chinese: 'zh',
  Japanese: 'ja',
}
