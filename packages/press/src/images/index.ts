export { type ImagePurpose, type PreparedKind, recipes } from './decision.ts'
export { defaultLimits, type ImageFacts, type ImageLimits, kindOf, readFacts } from './image-facts.ts'
export { ImageProblem, type ImageProblemCode } from './image-problem.ts'
export {
  type ImageCache,
  type ImageOptions,
  type ImageRequest,
  type PreparedImage,
  type PrepareImage,
  prepareImages,
} from './prepare-images.ts'
export { sanitizeSvg } from './sanitize-svg.ts'
