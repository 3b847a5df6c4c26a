import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { PageKind, PressBook, PressPage } from './book/press-book.ts'

const root = join(import.meta.dirname, '../../../../shared/books/applied-quantum-computing')

type Entry = { file?: string; title?: string; children?: Entry[] }

/** A real book of 111,000 words beside the project, where it is there. */
export function realBook(): PressBook | undefined {
  if (!existsSync(root)) return undefined
  const { project } = parse(readFileSync(join(root, 'myst.yml'), 'utf8'))
  const pages = (entries: Entry[], kind: PageKind): PressPage[] =>
    entries.map(({ file, title = '', children = [] }) =>
      file === undefined
        ? {
            file: `part/${title}`,
            kind: 'part',
            title,
            text: '',
            children: pages(children, /^appendi/i.test(title) ? 'back' : 'chapter'),
          }
        : {
            file,
            kind: file === 'index.md' ? 'front' : kind,
            text: readFileSync(join(root, file), 'utf8'),
            children: pages(children, kind),
          },
    )
  return {
    id: '6f1c2f0e-0000-4000-8000-000000000001',
    title: project.title,
    subtitle: project.subtitle,
    authors: project.authors.map(({ name }: { name: string }) => name),
    description: project.description,
    language: 'en',
    rights: project.license,
    modified: new Date('2026-01-01T00:00:00Z'),
    numberedSections: 3,
    pages: pages(project.toc, 'chapter'),
    files: {
      has: path => existsSync(join(root, path)),
      read: async path => new Uint8Array(readFileSync(join(root, path))),
    },
  }
}
