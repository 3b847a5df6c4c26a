import 'react'

declare module 'react' {
  /** Custom properties carry figures into the style sheets: `--p` a per cent, `--w` a width, `--in` an indent. */
  interface CSSProperties {
    [name: `--${string}`]: string | number
  }
}
