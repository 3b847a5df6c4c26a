// Bold words that open a remark, not a definition: "**Note:** …".
const remarks =
  /^(note|notes|nb|warning|caution|danger|attention|important|remember|tip|hint|example|examples|todo|see also|summary|question|answer|exercise|solution|step \d+)$/i

// "A *queue* is …", "**Backpressure** (also flow control): …", "**Backpressure:** …", "__Lease__ — …".
const lead = /^(?:(?:an?|the)\s+)?(\*\*|__|\*|_)(?=\S)(.{1,80}?)(:)?\1(?!\w)(?:\s*\([^)\n]{1,120}\))?(.{0,40})/isu
const verb = /^\s*(?::(?!\S)|—|–|--\s|(?:is|are|means|mean|denotes|refers\s+to|describes|stands\s+for)\b)/iu

/**
 * Whether a paragraph plainly defines a term: it opens with an emphasised term followed by a colon, a dash, or a verb
 * such as "is" or "means". Modest by intent: a missed definition stays a paragraph, a wrong one would enter a glossary.
 */
export function isDefinition(paragraph: string): boolean {
  const match = lead.exec(paragraph)
  if (!match) return false
  const [, , term = '', colonInside, after = ''] = match
  if (/\n|[*_]{2}/.test(term) || remarks.test(term.trim())) return false
  return colonInside !== undefined ? /^\s+\S/.test(after) : verb.test(after)
}
