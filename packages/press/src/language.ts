/** Whether a language, a BCP 47 tag, is written in traditional Chinese letters: by its script, else by where it is read. */
export const isTraditionalChinese = (language: string): boolean =>
  /^zh\b(?!.*-hans\b).*-(hant|tw|hk|mo)\b/i.test(language)
