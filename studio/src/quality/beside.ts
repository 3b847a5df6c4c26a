/** Whether the text is seen beside what is said of it; on a phone, one pane takes the place of the other. */
export const isBeside = (): boolean => matchMedia('(min-width: 761px)').matches
