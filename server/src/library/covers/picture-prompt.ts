import type { LayoutName } from '@octavo/press/cover/choices'

/** What of a book a picture for its cover can start from. */
export interface PictureSubject {
  title: string
  subtitle: string | null
  description: string | null
  kind: string
}

/** How covers of a kind of book usually look. */
const manners: Record<string, string> = {
  technical: 'A clear, calm illustration with few shapes and one striking idea.',
  documentation: 'A clear, calm illustration with few shapes and one striking idea.',
  academic: 'A restrained picture with depth, as on the cover of a university press.',
  fiction: 'An atmospheric painting that tells of a place and a mood, without giving the story away.',
  'non-fiction': 'A strong single image, photographic or painted, that stands for the subject.',
}

/** Characters of a description that a prompt takes. */
const mostDescription = 800

/** What a picture should show when nobody says it: made of what the book says of itself. */
export function describePicture({ title, subtitle, description, kind }: PictureSubject): string {
  const named = subtitle ? `“${title}: ${subtitle}”` : `“${title}”`
  return [
    `The subject of the book ${named}.`,
    description?.replace(/\s+/g, ' ').trim().slice(0, mostDescription),
    manners[kind],
  ]
    .filter(Boolean)
    .join(' ')
}

/** Where each layout leaves the picture free. */
const places: Record<LayoutName, string> = {
  poster: 'What matters is in the upper half; the lower half is quiet, since it fades out there.',
  literary: 'What matters is in the lower third and at the edges; a label covers the middle of the upper two thirds.',
  technical: 'What matters is in the lower half; above it, the picture is cut off.',
  essay: 'What matters is in the middle: the picture is shown through a round window.',
}

/** What a model is told: what to show, where, and that nothing may be written on it. */
export function picturePrompt(wanted: string, layout: LayoutName): string {
  return `${wanted.trim()}

One upright picture, two by three, that fills its whole area to every edge. ${places[layout]} It is the picture on the cover of a book; the title and the names are set on it later by somebody else. So it has no lettering at all: no words, letters, numbers, signs, labels, signatures or logos; and no frame, and no picture of a book.`
}
