// One thing to say and at most two things to do, in the middle of the page: empty, failed and refused screens.
import { Body1, Caption1, makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    justifyItems: 'center',
    alignContent: 'center',
    gap: tokens.spacingVerticalS,
    minHeight: '300px',
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalL}`,
    textAlign: 'center',
  },
  alone: { boxSizing: 'border-box', minHeight: '100%' },
  disc: {
    display: 'grid',
    placeItems: 'center',
    width: '48px',
    height: '48px',
    marginBottom: tokens.spacingVerticalS,
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground4,
    color: tokens.colorNeutralForeground2,
  },
  says: { maxWidth: '300px', color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'center',
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalS,
  },
  foot: { marginTop: tokens.spacingVerticalXXL, color: tokens.colorNeutralForeground3 },
})

type Props = {
  title: string
  says: string
  icon?: ReactNode
  /** Drawn in place of the icon's disc. */
  picture?: ReactNode
  actions?: ReactNode
  foot?: string
  /** An error is announced at once, the rest is simply there. */
  alert?: boolean
  /** Stands in a page that has a title of its own; else it is the page. */
  inside?: boolean
}

export function CalmPage({ title, says, icon, picture, actions, foot, alert = false, inside = false }: Props) {
  const styles = useStyles()
  const Root = inside ? 'section' : 'main'
  return (
    <Root className={mergeClasses(styles.root, !inside && styles.alone)}>
      {picture}
      {icon && <div className={styles.disc}>{icon}</div>}
      {/* The title alone is announced: a countdown below it would speak every second. */}
      <div role={alert ? 'alert' : undefined}>
        <Subtitle2 as={inside ? 'h2' : 'h1'} block align="center">
          {title}
        </Subtitle2>
      </div>
      <Body1 as="p" block align="center" className={styles.says}>
        {says}
      </Body1>
      {actions && <div className={styles.actions}>{actions}</div>}
      {foot && (
        <Caption1 as="p" block align="center" className={styles.foot}>
          {foot}
        </Caption1>
      )}
    </Root>
  )
}
