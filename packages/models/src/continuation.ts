/** How often a cut-off answer is continued before it is handed over as it is. Callers count, one durable step each. */
export const maxContinuations = 4

/**
 * The prompt that asks a model to go on with an answer cut off at its length limit. It repeats the task, shows the end
 * of the answer and asks for its last sentence again, so that the two can be joined without a seam.
 *
 * @param tailCharacters how much of the end of the answer to show; default 2,000 characters.
 */
export function continuationPrompt(
  prompt: string,
  answerSoFar: string,
  { tailCharacters = 2_000 }: { tailCharacters?: number } = {},
): string {
  // A tail must not begin with half of a surrogate pair.
  const tail = answerSoFar.slice(-tailCharacters).replace(/^[\uDC00-\uDFFF]/, '')
  return `${prompt}

---
You already began this answer and were cut off at the length limit. It ends with the text between the marks:
<answer-so-far>
${tail}
</answer-so-far>
Go on from exactly there. Begin by repeating its last sentence word for word, then continue to the end. Do not start over, do not repeat more than that sentence, and do not remark on having been cut off.`
}
