// "Add a point": a line to type in, in place.
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { Add16Regular } from '@fluentui/react-icons'
import { useRef, useState } from 'react'
import type { DiscussionHead } from '#shared/api.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { call } from '#tab/api.ts'

const useStyles = makeStyles({
  add: {
    marginTop: tokens.spacingVerticalXS,
    marginLeft: `calc(-1 * ${tokens.spacingHorizontalSNudge})`,
    color: tokens.colorNeutralForeground3,
  },
  form: { display: 'grid', gap: tokens.spacingVerticalS, marginTop: tokens.spacingVerticalS },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
})

export function AddPoint({ head, added }: { head: DiscussionHead; added: () => void }) {
  const styles = useStyles()
  const [title, setTitle] = useState<string | null>(null)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const button = useRef<HTMLButtonElement>(null)

  function close() {
    setTitle(null)
    setProblem('')
    // The button is back only after the next drawing.
    requestAnimationFrame(() => button.current?.focus())
  }

  async function add() {
    if (busy || !title?.trim()) return
    setBusy(true)
    try {
      const params = { employee: head.employee.id, quarter: head.quarter.key }
      await call('addPoint', { params, body: { title: title.trim() } })
      close()
      added()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }

  if (title === null) {
    return (
      <Button
        ref={button}
        className={styles.add}
        appearance="subtle"
        size="small"
        icon={<Add16Regular />}
        onClick={() => setTitle('')}
      >
        Add a point
      </Button>
    )
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <Field
        label={{ children: 'What do you want to talk about?', size: 'small' }}
        validationMessage={problem}
        validationState={problem ? 'error' : 'none'}
      >
        <Input autoFocus value={title} maxLength={LIMIT.line} onChange={(_, { value }) => setTitle(value)} />
      </Field>
      <div className={styles.actions}>
        <Button type="submit" size="small" disabled={busy || !title.trim()}>
          Add
        </Button>
        <Button size="small" appearance="subtle" onClick={close}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
