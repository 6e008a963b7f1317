// The frame of a page in the personal tab: title, who sees it, a menu at the right, and the body.
import { Body1, makeStyles, Title3, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { type Back, BackButton } from '#tab/ui/BackButton.tsx'
import { useArrival } from '#tab/ui/useArrival.ts'
import { WhoSees } from '#tab/ui/WhoSees.tsx'

const useStyles = makeStyles({
  root: {
    maxWidth: '1280px',
    margin: '0 auto',
    padding: '0 48px 40px',
    '@media (max-width: 1100px)': { paddingLeft: '32px', paddingRight: '32px' },
    '@media (max-width: 700px)': { paddingLeft: '16px', paddingRight: '16px' },
  },
  narrow: { maxWidth: '720px' },
  top: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXXL} 0 ${tokens.spacingVerticalL}`,
    '@media (max-width: 700px)': {
      flexWrap: 'wrap',
      padding: `${tokens.spacingVerticalL} 0 ${tokens.spacingVerticalM}`,
    },
  },
  back: { marginTop: tokens.spacingVerticalM, marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
  text: { flex: 1, minWidth: 0 },
  title: { overflowWrap: 'anywhere' },
  says: { color: tokens.colorNeutralForeground2 },
  sees: { flexShrink: 0, '@media (max-width: 700px)': { order: 1, width: '100%' } },
})

type Props = {
  title: string
  says?: string
  sees: string
  menu?: ReactNode
  /** Goes to the page this one was opened from. */
  back?: Back
  children: ReactNode
}

export function Page({ title, says, sees, menu, back, children }: Props) {
  const styles = useStyles()
  const heading = useArrival<HTMLDivElement>()
  return (
    <div className={styles.root}>
      {back && <BackButton className={styles.back} {...back} />}
      <header className={styles.top}>
        <div ref={heading} className={styles.text} tabIndex={-1}>
          <Title3 as="h1" block className={styles.title}>
            {title}
          </Title3>
          {says && (
            <Body1 as="p" block className={styles.says}>
              {says}
            </Body1>
          )}
        </div>
        <div className={styles.sees}>
          <WhoSees text={sees} />
        </div>
        {menu}
      </header>
      <main>{children}</main>
    </div>
  )
}
