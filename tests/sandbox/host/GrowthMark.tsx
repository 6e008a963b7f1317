// The app's mark: three dots on a rising line, plain or on its tile.
import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  tile: {
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxSizing: 'border-box',
  },
})

/** The mark in the colour of the text around it; `size` in pixels. */
export function GrowthMark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path d="M4.5 18.5 12 12.5l7.5-7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <circle cx="4.5" cy="18.5" r="2.3" fill="currentColor" />
      <circle cx="12" cy="12.5" r="2.3" fill="currentColor" />
      <circle cx="19.5" cy="5.5" r="2.3" fill="currentColor" />
    </svg>
  )
}

/** The mark as an app's tile. */
export function GrowthTile({ size = 32 }: { size?: number }) {
  const styles = useStyles()
  return (
    <span className={styles.tile} style={{ width: size, height: size }} aria-hidden="true">
      <GrowthMark size={Math.round(size * 0.62)} />
    </span>
  )
}
