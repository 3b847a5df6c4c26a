declare module 'vader-sentiment' {
  interface Read {
    words_and_emoticons: string[]
    is_cap_diff: boolean
  }
  interface Analyzer {
    polarity_scores(text: string): { compound: number }
    /** Adds the value of the word at `at` to `values`. */
    sentiment_valence(value: number, read: Read, word: string, at: number, values: number[]): number[]
    /** The value as negations change it that stand `distance` + 1 words before `at`. */
    never_check(value: number, words: string[], distance: number, at: number): number
    but_check(words: string[], values: number[]): number[]
    score_valence(values: number[], text: string): { compound: number }
  }
  const vader: { SentimentIntensityAnalyzer: Analyzer }
  export default vader
}

declare module 'vader-sentiment/src/vader_lexicon.js' {
  export const lexicon: Record<string, number>
}
