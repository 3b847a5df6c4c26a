// stopword 3.1.5 ships no types: a record of lists keyed by ISO 639-3 code, besides functions not used here.
declare module 'stopword' {
  const lists: Record<string, unknown>
  export = lists
}
