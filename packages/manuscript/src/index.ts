export * from './outline.ts'
export * from './passage.ts'
export { rankPassages } from './rank-passages.ts'
export { readPassages } from './read-passages.ts'
