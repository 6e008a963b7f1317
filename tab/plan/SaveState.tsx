// Whether what was typed is safe. "Saving …" and "Saved" take the same room, so that nothing beside them moves.
import { Caption1, Caption1Strong, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Checkmark16Regular, CloudOff16Regular, Warning16Regular } from '@fluentui/react-icons'
import { UNSAVABLE } from '#shared/plan/unsavable.ts'
import type { RoomState } from './room.ts'

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
  },
  usual: { minWidth: '76px' },
  check: { color: tokens.colorStatusSuccessForeground3 },
  waiting: { visibility: 'hidden' },
  offline: {
    paddingInline: tokens.spacingHorizontalS,
    whiteSpace: 'normal',
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground1,
  },
})

/** The words for a state; also what is announced. */
export function saveWords({
  save,
  storage,
  unsaved,
  unsavable,
}: Omit<RoomState, 'phase' | 'places' | 'savedAt'>): string {
  if (save === 'unsavable' && unsavable) return `Can’t be saved: ${UNSAVABLE[unsavable].why}`
  if (save === 'saved') return 'Saved'
  if (save === 'saving') return 'Saving …'
  if (storage === 'keeps') return 'Offline: kept on this device'
  return unsaved ? 'Not saved yet: this browser blocks storage' : 'Offline: this browser blocks storage'
}

export function SaveState({ state }: { state: RoomState }) {
  const styles = useStyles()
  const words = saveWords(state)
  if (state.save === 'offline' || state.save === 'unsavable') {
    return (
      <span className={mergeClasses(styles.root, styles.offline)} data-testid="save-state">
        {state.save === 'offline' ? <CloudOff16Regular aria-hidden /> : <Warning16Regular aria-hidden />}
        <Caption1Strong>{words}</Caption1Strong>
      </span>
    )
  }
  return (
    <span className={mergeClasses(styles.root, styles.usual)} data-testid="save-state">
      <Checkmark16Regular
        aria-hidden
        className={mergeClasses(styles.check, state.save === 'saving' && styles.waiting)}
      />
      <Caption1>{words}</Caption1>
    </span>
  )
}
