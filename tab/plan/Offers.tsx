// A short list under a field of what could stand in it; typing on is always as good.
import { Body1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  list: {
    position: 'absolute',
    zIndex: 2,
    insetBlockStart: '100%',
    insetInline: 0,
    margin: `${tokens.spacingVerticalXXS} 0 0`,
    padding: tokens.spacingHorizontalXS,
    listStyleType: 'none',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    boxShadow: tokens.shadow8,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
  offer: {
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusSmall,
    overflowWrap: 'anywhere',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover, color: tokens.colorNeutralForeground1Hover },
  },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected, color: tokens.colorNeutralForeground1Selected },
})

type Props = {
  id: string
  offers: readonly string[]
  /** Which one the arrows are at; -1 for none. */
  chosen: number
  take: (offer: string) => void
}

export const offerId = (list: string, index: number) => `${list}-${index}`

export function Offers({ id, offers, chosen, take }: Props) {
  const styles = useStyles()
  return (
    <div id={id} role="listbox" aria-label="From earlier plans" className={styles.list}>
      {offers.map((offer, index) => (
        <div
          key={offer}
          id={offerId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={mergeClasses(styles.offer, index === chosen && styles.chosen)}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            take(offer)
          }}
        >
          <Body1>{offer}</Body1>
        </div>
      ))}
    </div>
  )
}
