// The pace line: one segment for each point, as wide as its minutes.
import { makeStyles, tokens } from '@fluentui/react-components'
import type { Pace } from './pace.ts'

const useStyles = makeStyles({
  root: { display: 'flex', gap: tokens.spacingHorizontalXXS },
  segment: {
    height: '4px',
    flexBasis: 0,
    borderRadius: tokens.borderRadiusSmall,
    // The outline is what is left of the ground in high contrast.
    outline: `1px solid ${tokens.colorTransparentStroke}`,
    outlineOffset: '-1px',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralStencil1,
  },
  gone: { height: '100%', backgroundColor: tokens.colorCompoundBrandBackground },
})

export function PaceLine({ pace, minutes }: { pace: Pace; minutes: number[] }) {
  const styles = useStyles()
  const said = `Point ${pace.point + 1} of ${minutes.length}, ${pace.left} of ${pace.total} minutes left`
  return (
    <div className={styles.root} role="img" aria-label={said}>
      {minutes.map((length, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its place in the agenda
        <div key={index} className={styles.segment} style={{ flexGrow: length }}>
          <div className={styles.gone} style={{ width: `${(pace.passed[index] ?? 0) * 100}%` }} />
        </div>
      ))}
    </div>
  )
}
