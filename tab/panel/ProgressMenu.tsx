// The state of a promise as a button: On track, Stuck, Done or Drop.
import {
  Button,
  Caption1,
  Field,
  Input,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { Person } from '#shared/api.ts'
import type { Commitment, ProgressState } from '#shared/history/commitment.ts'
import { promiseWords, shownState } from '#shared/history/words.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { call } from '#tab/api.ts'
import { StateIcon, StateWord } from '#tab/ui/StateWord.tsx'

const useStyles = makeStyles({
  state: {
    minWidth: 0,
    minHeight: '24px',
    maxWidth: '100%',
    justifyContent: 'flex-start',
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXS}`,
    marginLeft: `calc(-2px - ${tokens.spacingHorizontalXS})`,
    fontWeight: tokens.fontWeightRegular,
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
    textAlign: 'start',
  },
  form: { display: 'grid', gap: tokens.spacingVerticalS, margin: `${tokens.spacingVerticalXS} 0` },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  problem: { display: 'block', color: tokens.colorStatusDangerForeground3 },
})

const CHOICES: { state: ProgressState; word: string }[] = [
  { state: 'onTrack', word: 'On track' },
  { state: 'stuck', word: 'Stuck' },
  { state: 'done', word: 'Done' },
  { state: 'dropped', word: 'Drop' },
]

type Props = { commitment: Commitment; employee: Person; today: string; changed: () => void }

export function ProgressMenu({ commitment, employee, today, changed }: Props) {
  const styles = useStyles()
  // What was just answered is shown at once, until the next reply of the server brings it.
  const [answered, setAnswered] = useState<Commitment | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const [problem, setProblem] = useState('')
  const shown = answered && answered.entries.length > commitment.entries.length ? answered : commitment

  async function say(state: ProgressState, reason = '') {
    setProblem('')
    try {
      const params = { employee: employee.id, action: commitment.id }
      setAnswered(await call('progress', { params, body: { state, why: reason.trim() } }))
      setWhy(null)
      changed()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }

  if (why !== null) {
    return (
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void say('stuck', why)
        }}
        onKeyDown={(event) => event.key === 'Escape' && setWhy(null)}
      >
        <Field
          label={{ children: 'What is in the way?', size: 'small' }}
          validationMessage={problem}
          validationState={problem ? 'error' : 'none'}
        >
          <Input autoFocus value={why} maxLength={LIMIT.line} onChange={(_, { value }) => setWhy(value)} />
        </Field>
        <div className={styles.actions}>
          <Button type="submit" size="small">
            Mark as stuck
          </Button>
          <Button size="small" appearance="subtle" onClick={() => setWhy(null)}>
            Cancel
          </Button>
        </div>
      </form>
    )
  }
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton
            className={styles.state}
            appearance="subtle"
            size="small"
            menuIcon={null}
            aria-label={`${commitment.title}: ${promiseWords(shown, today)}. Change`}
          >
            <StateWord state={shownState(shown)} words={promiseWords(shown, today)} />
          </MenuButton>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {CHOICES.map(({ state, word }) => (
              <MenuItem
                key={state}
                icon={<StateIcon state={state} />}
                onClick={() => (state === 'stuck' ? setWhy('') : void say(state))}
              >
                {word}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {problem && (
        <Caption1 className={styles.problem} role="alert">
          {problem}
        </Caption1>
      )}
    </>
  )
}
