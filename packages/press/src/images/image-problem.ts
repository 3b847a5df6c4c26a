/** Why a picture cannot be used. */
export type ImageProblemCode =
  | 'not-an-image'
  | 'unsupported'
  | 'corrupt'
  | 'too-large'
  | 'unsafe'
  | 'too-small'
  | 'wrong-shape'

/** Names the file and says what its author can do. */
export class ImageProblem extends Error {
  readonly code: ImageProblemCode
  /** The file, as the caller named it. */
  readonly image: string

  constructor(code: ImageProblemCode, image: string, message: string, options?: ErrorOptions) {
    super(`${image}: ${message}`, options)
    this.name = 'ImageProblem'
    this.code = code
    this.image = image
  }
}
