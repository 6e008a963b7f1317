// Marks a field in which the other one is typing: a bar in their colour, and their name for two seconds.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { personColor } from '#tab/ui/personColor.ts'
import { useEditing, useRecently } from './editing.ts'

const FLAG_MS = 2000

export const useFlagStyles = makeStyles({
  flag: {
    paddingInline: tokens.spacingHorizontalXS,
    borderRadius: tokens.borderRadiusSmall,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    fontSize: tokens.fontSizeBase100,
    lineHeight: tokens.lineHeightBase100,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
    transitionProperty: 'opacity',
    transitionDuration: tokens.durationNormal,
    '@media (prefers-reduced-motion: reduce)': { transitionDuration: '1ms' },
  },
  gone: { opacity: 0, '@media (prefers-reduced-motion: reduce)': { opacity: 1 } },
})

const useStyles = makeStyles({
  bar: {
    position: 'absolute',
    insetBlock: '2px',
    insetInlineStart: '-4px',
    width: '2px',
    borderRadius: tokens.borderRadiusCircular,
    pointerEvents: 'none',
  },
  flag: { position: 'absolute', insetBlockEnd: '100%', insetInlineEnd: 0, pointerEvents: 'none', zIndex: 1 },
})

/** To be put into a positioned element; `value` is what the field holds: a change of it shows the name again. */
export function OthersHere({ field, value }: { field: string; value: string }) {
  const styles = useStyles()
  const flags = useFlagStyles()
  const place = useEditing().places.find((one) => one.field === field)
  const shown = useRecently(place ? `${place.movedAt} ${value}` : null, FLAG_MS)
  if (!place) return null
  const { border, background, foreground } = personColor(place.person.id)
  return (
    <>
      <span aria-hidden className={styles.bar} style={{ backgroundColor: border }} />
      <span
        aria-hidden
        className={mergeClasses(styles.flag, flags.flag, !shown && flags.gone)}
        style={{ backgroundColor: background, color: foreground }}
      >
        {place.person.firstName}
      </span>
    </>
  )
}
