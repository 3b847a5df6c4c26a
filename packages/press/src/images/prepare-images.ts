import { createHash } from 'node:crypto'
import { decide, type ImagePurpose, type PreparedKind, recipes } from './decision.ts'
import { type EncodedImage, encodeImage } from './encode-image.ts'
import { defaultLimits, type ImageFacts, type ImageLimits, kindOf, readFacts } from './image-facts.ts'
import { prepareSvg } from './prepare-svg.ts'

/** A picture ready for a target. */
export interface PreparedImage {
  bytes: Uint8Array
  kind: PreparedKind
  mediaType: string
  /** Without a dot: name the file by it, not by what the author called it. */
  extension: string
  /** Pixels; of an SVG, its own size in CSS pixels. */
  width: number
  height: number
  /** What was lost on the way, in sentences for the author; empty as a rule. */
  warnings: string[]
}

export interface ImageRequest {
  purpose: ImagePurpose
  /** For messages: the path in the book. */
  name: string
  /** Narrower than the purpose's own bound (1800 pixels; covers 2560). */
  maxWidth?: number
}

/** Where prepared pictures are remembered from one build to the next. Keys are short and safe as file names. */
export interface ImageCache {
  get(key: string): Promise<Uint8Array | undefined>
  put(key: string, bytes: Uint8Array): Promise<void>
}

export interface ImageOptions {
  /** Pictures worked on at once, one thread each. Default 2. */
  threads?: number
  limits?: Partial<ImageLimits>
  cache?: ImageCache
}

export type PrepareImage = (bytes: Uint8Array, request: ImageRequest) => Promise<PreparedImage>

/** Part of every key of the cache: another number when the same bytes are prepared differently. */
const edition = 1

const mediaTypes: Record<PreparedKind, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
}

/**
 * Prepares the pictures of one build. What it gives takes a picture as it came and a purpose, and gives what that target
 * can show: right side up, sRGB, no metadata, no wider than useful, never enlarged. Two purposes that need the same get
 * the same bytes from one decoding. It rejects with an `ImageProblem` that names the file.
 *
 * Keep the function for a whole build, and not longer: it remembers every picture.
 */
export function prepareImages({ threads = 2, limits: given, cache }: ImageOptions = {}): PrepareImage {
  const limits = { ...defaultLimits, ...given }
  const inTurn = atMost(threads)
  const facts = new Map<string, Promise<ImageFacts>>()
  const encoded = new Map<string, Promise<EncodedImage>>()
  const drawings = new Map<string, ReturnType<typeof prepareSvg>>()

  return async (bytes, { purpose, name, maxWidth }) => {
    const hash = createHash('sha256').update(bytes).digest('hex')
    const recipe = { ...recipes[purpose], maxWidth: Math.min(maxWidth ?? Infinity, recipes[purpose].maxWidth) }
    const key = `image-${edition}-${hash}-${purpose}-${recipe.maxWidth}`
    const stored = await cache?.get(key)
    if (stored) return unpack(stored)
    const kind = kindOf(bytes, name, limits)
    const prepared =
      kind === 'svg'
        ? complete(await remember(drawings, key, () => prepareSvg(bytes, recipe, name, limits)))
        : complete(await raster(kind, hash, bytes, recipe, name))
    await cache?.put(key, pack(prepared))
    return prepared
  }

  async function raster(
    kind: ImageFacts['kind'],
    hash: string,
    bytes: Uint8Array,
    recipe: (typeof recipes)[ImagePurpose],
    name: string,
  ): Promise<EncodedImage> {
    const known = await remember(facts, hash, () => inTurn(() => readFacts(bytes, kind, name, limits)))
    const decision = decide(known, bytes.length, recipe)
    const key = `${hash} ${JSON.stringify(decision)}`
    return remember(encoded, key, () => inTurn(() => encodeImage(bytes, known, decision, name, limits)))
  }
}

function complete(image: { kind: PreparedKind; warnings?: string[] } & Omit<EncodedImage, 'kind'>): PreparedImage {
  const { bytes, kind, width, height, warnings = [] } = image
  const extension = kind === 'jpeg' ? 'jpg' : kind
  return { bytes, kind, mediaType: mediaTypes[kind], extension, width, height, warnings }
}

/** A failure is not remembered: the same bytes under another name should be told of by that name. */
function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key)
  if (before) return before
  const made = make()
  known.set(key, made)
  made.catch(() => known.delete(key))
  return made
}

function atMost(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = count
  const waiting: (() => void)[] = []
  return async work => {
    if (free > 0) free--
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/** A line of JSON that says what follows, then the picture. */
function pack({ bytes, ...about }: PreparedImage): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), bytes])
}

function unpack(stored: Uint8Array): PreparedImage {
  const end = stored.indexOf(10)
  return { ...JSON.parse(new TextDecoder().decode(stored.subarray(0, end))), bytes: stored.subarray(end + 1) }
}
