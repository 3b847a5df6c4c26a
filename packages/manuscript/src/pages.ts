// What it takes to read pages and put them in order. Whoever prints a book loads this, and not the auditors, fixes and
// searches of a manuscript besides.
export { type ImageKind, imageHeader, imageKindOf } from './audit/image-kind.ts'
export { isExternal, resolvePath } from './audit/paths.ts'
export { primaryLanguage } from './language.ts'
export { directives } from './myst.ts'
export { headingsOf } from './page.ts'
export { type ParsedPage, parsePage } from './parsed-page.ts'
export { slugify, uniqueSlug } from './slug.ts'
export { chaptersOf } from './structure/chapters-of.ts'
export { proposeStructure } from './structure/propose-structure.ts'
export { itemsOf, type Structure, type StructureItem } from './structure/structure.ts'
export { walk } from './walk.ts'
