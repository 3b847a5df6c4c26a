import { Link } from '@tanstack/react-router'
import { explain, hasCode } from '../../api/client.ts'
import { Banner } from '../../components/states.tsx'

/** Why an export was not begun; where the plan ends, the way to what is used. */
export function Refused({ error }: { error: unknown }) {
  const { title, detail } = explain(error)
  if (hasCode(error, 'quota_exceeded') || hasCode(error, 'format_not_included')) {
    const words = hasCode(error, 'quota_exceeded')
      ? 'The exports of this period are used up. What was made stays; the next period begins anew.'
      : 'This format is not on your plan. MyST, Markdown and JSON are on every plan.'
    return (
      <Banner
        look="warn"
        action={
          <Link className="link" to="/usage">
            See usage
          </Link>
        }
      >
        {title}. {words}
      </Banner>
    )
  }
  return (
    <Banner look="stop">
      {title}. {detail}
    </Banner>
  )
}
