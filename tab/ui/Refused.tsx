// The calm answer to somebody who opened a plan that is not theirs to see.
import { Button } from '@fluentui/react-components'
import { LockClosed24Regular } from '@fluentui/react-icons'
import { CalmPage } from './CalmPage.tsx'

type Props = {
  /** What is not shared: 'plan' (the default), 'discussion' … */
  what?: string
  /** Opens the caller's own page; without it there is no button. */
  goHome?: () => void
}

export function Refused({ what = 'plan', goHome }: Props) {
  return (
    <CalmPage
      icon={<LockClosed24Regular aria-hidden />}
      title={`This ${what} is not shared with you`}
      says="Only its employee and their manager can open it. People ops cannot either."
      actions={goHome && <Button onClick={goHome}>Go to my growth</Button>}
    />
  )
}
