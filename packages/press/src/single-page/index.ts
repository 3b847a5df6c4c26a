export { renderSinglePage, type SinglePage, type SinglePageOptions } from './render-single-page.ts'
