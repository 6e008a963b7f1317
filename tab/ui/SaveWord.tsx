// Whether what was typed is safe, in one word that keeps its place.
import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { SaveState } from './useAutosave.ts'

const WORDS: Record<SaveState, string> = {
  clean: '',
  saving: 'Saving …',
  saved: 'Saved',
  failed: 'Not saved yet. We try again.',
}

const useStyles = makeStyles({
  root: { display: 'block', minHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground3 },
  saved: { color: tokens.colorStatusSuccessForeground1 },
  failed: { color: tokens.colorStatusWarningForeground1 },
})

/** "Saving …" is shown, not announced; "Saved" and what failed are. */
export function SaveWord({ state }: { state: SaveState }) {
  const styles = useStyles()
  const tone = state === 'saved' ? styles.saved : state === 'failed' && styles.failed
  return (
    <span role="status" data-testid="save-state">
      <Caption1 className={mergeClasses(styles.root, tone)} aria-hidden={state === 'saving'}>
        {WORDS[state]}
      </Caption1>
    </span>
  )
}
