/** What a character is to whoever looks for words and sentences. Everything else parts words. */
export const other = 0
export const lower = 1
export const upper = 2
export const digit = 3
/** A letter beyond ASCII, whose case is not looked at. */
export const letter = 4
/** Between two letters or digits it belongs to the word: don't, 3.5, e.g (UAX #29, WB6 to WB12). */
export const joiner = 5
/** Ends a sentence; `stop` joins as well. */
export const mark = 6
export const stop = 7
/** A break its author made. */
export const hardBreak = 8

const size = 0x10000
const classes = new Uint8Array(size)
for (let code = 0xc0; code < size; code++) classes[code] = letter
const noLetters = [
  ...[
    [0xd7, 0xd7],
    [0xf7, 0xf7],
    [0x2000, 0x2bff],
    [0x3000, 0x303f],
  ],
  ...[
    [0xe000, 0xf8ff],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xff00, 0xff20],
    [0xfff0, 0xffff],
  ],
] as const
for (const [from, to] of noLetters) classes.fill(other, from, to! + 1)
for (const code of [0xaa, 0xb5, 0xba]) classes[code] = letter
classes.fill(digit, 48, 58)
classes.fill(upper, 65, 91)
classes.fill(lower, 97, 123)
for (const character of "'’,:_") classes[character.charCodeAt(0)] = joiner
for (const character of '!?…。！？') classes[character.charCodeAt(0)] = mark
classes[46] = stop
classes[0x2028] = hardBreak

/** The class of each UTF-16 code unit. */
export const classOf: Readonly<Uint8Array> = classes

/** Whether a class is one of the characters words are made of. */
export const isOfWord = (kind: number): boolean => kind >= lower && kind <= letter
