// A leaf of a calendar: month and day of the next discussion. The words beside it carry the whole date.
import { makeStyles, tokens } from '@fluentui/react-components'
import { dayMonth } from '#shared/time.ts'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    alignContent: 'center',
    justifyItems: 'center',
    flexShrink: 0,
    width: '72px',
    height: '76px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow2,
    fontWeight: tokens.fontWeightSemibold,
    '@media (max-width: 700px)': { width: '56px', height: '60px' },
  },
  month: {
    color: tokens.colorBrandForeground1,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  day: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    '@media (max-width: 700px)': { fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600 },
  },
})

/** `day` is 'YYYY-MM-DD'. */
export function DateTile({ day }: { day: string }) {
  const styles = useStyles()
  const [number, month] = dayMonth(day, day).split(' ')
  return (
    <div className={styles.root} aria-hidden="true">
      <span className={styles.month}>{month}</span>
      <span className={styles.day}>{number}</span>
    </div>
  )
}
