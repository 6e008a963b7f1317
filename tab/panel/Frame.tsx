// The panel's frame: a title line that stays, what scrolls, and a footer that is always in view.

import { Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { WhoSees } from '#tab/ui/WhoSees.tsx'

const useStyles = makeStyles({
  root: {
    '--panel-margin': '16px',
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 300px)': { '--panel-margin': '12px' },
  },
  scroll: { flex: 1, minHeight: 0, overflowY: 'auto', overflowX: 'hidden' },
  header: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} var(--panel-margin) ${tokens.spacingVerticalS}`,
  },
  title: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
  },
  aside: { color: tokens.colorNeutralForeground3 },
  main: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXXL,
    padding: `${tokens.spacingVerticalS} var(--panel-margin) ${tokens.spacingVerticalXL}`,
  },
})

type Props = {
  title: string
  /** At the right of the title: minutes left, or a date. */
  aside?: string
  /** Under the title, in place of nothing: the pace line. */
  pace?: ReactNode
  sees: string
  footer?: ReactNode
  children: ReactNode
}

export function Frame({ title, aside, pace, sees, footer, children }: Props) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <div className={styles.scroll}>
        <header className={styles.header}>
          <div className={styles.title}>
            <Subtitle2 as="h1" block>
              {title}
            </Subtitle2>
            {aside && <Caption1 className={styles.aside}>{aside}</Caption1>}
          </div>
          {pace}
          <WhoSees text={sees} />
        </header>
        <main className={styles.main}>{children}</main>
      </div>
      {footer}
    </div>
  )
}
