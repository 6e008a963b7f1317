// The pace line: one segment for each point, as wide as its minutes.
import { makeStyles, tokens } from '@fluentui/react-components'
import type { Pace } from './pace.ts'

const useStyles = makeStyles({
  root: { display: 'flex', gap: tokens.spacingHorizontalXXS },
  segment: {
    height: '4px',
    flexBasis: 0,
    borderRadius: tokens.borderRadiusSmall,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralStencil1,
    // In high contrast the two grounds are equally bright: what is to come is an outline there.
    ':global([data-theme="contrast"])': {
      backgroundColor: 'transparent',
      outline: `1px solid ${tokens.colorNeutralStroke1}`,
      outlineOffset: '-1px',
    },
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
