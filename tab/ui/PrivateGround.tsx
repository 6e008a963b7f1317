// The ground on which only the writer sees what stands: dashed edge, lock, and the sentence that says so.
import { Body1Strong, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { LockClosed16Filled } from '@fluentui/react-icons'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    padding: tokens.spacingVerticalM,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  title: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalSNudge },
  aside: { marginLeft: 'auto' },
  sees: { display: 'block', color: tokens.colorNeutralForeground3 },
  body: { marginTop: tokens.spacingVerticalS },
})

type Props = {
  id: string
  title: string
  sees: string
  /** At the right of the title: whether what was typed is saved. */
  aside?: ReactNode
  children: ReactNode
}

/** `id` is given to the title, for the fields inside to be labelled by. */
export function PrivateGround({ id, title, sees, aside, children }: Props) {
  const styles = useStyles()
  return (
    <section className={styles.root} aria-labelledby={id}>
      <div className={styles.title}>
        <LockClosed16Filled aria-hidden />
        <Body1Strong as="h2" block id={id}>
          {title}
        </Body1Strong>
        {aside && <div className={styles.aside}>{aside}</div>}
      </div>
      <Caption1 className={styles.sees}>{sees}</Caption1>
      <div className={styles.body}>{children}</div>
    </section>
  )
}
