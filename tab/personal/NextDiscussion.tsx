// The next discussion, and the one thing to do about it.
import { Body1, Button, makeStyles, Subtitle1, tokens } from '@fluentui/react-components'
import type { DiscussionHead, Home } from '#shared/api.ts'
import { clockTime, dayLong, localOf } from '#shared/time.ts'
import { DateTile } from '#tab/ui/DateTile.tsx'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXL,
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXL}`,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorBrandBackground2,
    '@media (max-width: 700px)': {
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      alignItems: 'start',
      gap: tokens.spacingHorizontalM,
      padding: tokens.spacingVerticalL,
    },
  },
  says: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
  button: { minWidth: '120px', '@media (max-width: 700px)': { gridColumn: '1 / -1' } },
})

type Props = { head: DiscussionHead; home: Home; open: (subPage: string) => void }

/** `head.start` and `head.end` are set. */
export function NextDiscussion({ head, home, open }: Props) {
  const styles = useStyles()
  const { me, prepared } = home
  const start = head.start ?? me.now
  const day = localOf(start, me.zone).day
  const manager = head.manager.firstName
  const when = `${dayLong(day, me.today)}, ${clockTime(start, me.zone)}–${clockTime(head.end ?? start, me.zone)}`
  return (
    <section className={styles.root} aria-labelledby="next">
      <DateTile day={day} />
      <div>
        <Subtitle1 as="h2" block id="next">
          Growth discussion with {manager}
        </Subtitle1>
        <Body1 as="p" block className={styles.says}>
          {when}, in your 1-1
        </Body1>
        <Body1 as="p" block className={styles.says}>
          {prepared === 'shared'
            ? `${manager} sees your answers.`
            : 'Preparing takes about ten minutes. Only you see it until you share it.'}
        </Body1>
      </div>
      <Button
        className={styles.button}
        appearance={prepared === 'shared' ? 'secondary' : 'primary'}
        size="large"
        onClick={() => open(`prepare/${head.quarter.key}`)}
      >
        {prepared === 'shared' ? 'See your answers' : 'Prepare'}
      </Button>
    </section>
  )
}
