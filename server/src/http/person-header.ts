/** Whose page asks, by the person's id; a cookie alone says who has signed in last. */
export const personHeader = 'octavo-person'
