import { createContext, type ReactNode, useContext } from 'react'

/** What stands at the end of the head of the stage: the options of the format. */
export const StageEnd = createContext<ReactNode>(null)

/** Above the stage: how to move, what is shown, how it was asked for. */
export function StageHead({ children, about }: { children?: ReactNode; about: string }) {
  return (
    <div className="pane__head stagehead">
      {children}
      <span className="small quiet max-narrow:hidden">{about}</span>
      <div className="pane__end">{useContext(StageEnd)}</div>
    </div>
  )
}
