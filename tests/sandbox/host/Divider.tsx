// The line between the two columns that can be dragged, or moved with the arrow keys.
import { makeStyles, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'

const useStyles = makeStyles({
  handle: {
    position: 'relative',
    flexShrink: 0,
    width: '12px',
    margin: 0,
    border: 'none',
    cursor: 'col-resize',
    touchAction: 'none',
    backgroundColor: 'transparent',
    '::after': {
      content: '""',
      position: 'absolute',
      left: '5px',
      top: 'calc(50% - 20px)',
      width: '2px',
      height: '40px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorNeutralStroke1,
    },
    ':hover::after': { backgroundColor: tokens.colorNeutralStroke1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
})

export const MIN_SHARE = 25
export const MAX_SHARE = 75
const KEY_STEP = 2
const clamp = (share: number) => Math.min(MAX_SHARE, Math.max(MIN_SHARE, share))

interface Props {
  /** Per cent of the width that the left column has. */
  share: number
  onShare: (share: number) => void
  /** While it is dragged the frames must not take the pointer. */
  onDragging: (dragging: boolean) => void
}

export function Divider({ share, onShare, onDragging }: Props) {
  const styles = useStyles()
  const [dragging, setDragging] = useState(false)
  const drag = (on: boolean) => {
    setDragging(on)
    onDragging(on)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag(true)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const row = event.currentTarget.parentElement?.getBoundingClientRect()
    if (dragging && row) onShare(clamp(((event.clientX - row.left) / row.width) * 100))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: share - KEY_STEP, ArrowRight: share + KEY_STEP, Home: MIN_SHARE, End: MAX_SHARE }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onShare(clamp(to))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved
    <div
      className={styles.handle}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the columns"
      aria-valuenow={Math.round(share)}
      aria-valuemin={MIN_SHARE}
      aria-valuemax={MAX_SHARE}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => drag(false)}
      onPointerCancel={() => drag(false)}
      onKeyDown={onKeyDown}
    />
  )
}
