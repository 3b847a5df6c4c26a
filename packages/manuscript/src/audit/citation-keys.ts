/** The keys by which the entries of a BibTeX file are cited, in its order, each once. Reads in bounded time whatever it is given. */
export function citationKeys(bibliography: string): string[] {
  const entries = bibliography.matchAll(
    /^[^\S\n]*@(?!(?:comment|string|preamble)\b)\w+\s{0,10}[{(]\s{0,10}([^\s,{}()"#%~\\]{1,200}),?/gim,
  )
  return [...new Set([...entries].map(([, key = '']) => key))]
}
