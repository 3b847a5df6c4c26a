/**
 * Stands in for a source that is only ever split into lines, as myst-parser does for each directive and each
 * environment of LaTeX to see whether blank lines are around it, and splits it once for all of them.
 */
export function splitOnce(source: string): string {
  let lines: string[] | undefined
  return { split: () => (lines ??= source.split('\n')) } as unknown as string
}
