import { type Element, findAll, textOf } from './element.ts'

/** The TeX a formula in MathML carries with it: as an annotation (MathML 4, §6.5), or as the words that stand for it. */
export function texOf(math: Element): string | undefined {
  const annotation = findAll(math, 'annotation').find(({ attributes }) => /tex/i.test(attributes.encoding ?? ''))
  const tex = annotation ? textOf(annotation) : attributeTex(math)
  const plain = tex?.replace(/\s+/g, ' ').trim()
  return plain ? plain.replace(/(?<!\\)\$/g, '\\$') : undefined
}

function attributeTex({ attributes }: Element): string | undefined {
  const alt = attributes.alttext ?? ''
  return /[\\^_{}]|^[a-z]$/i.test(alt) ? alt : undefined
}
