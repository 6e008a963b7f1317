// Preparation in the panel: the other's where it is shared, and the caller's own with a button to share it.
import { Button, Caption1, Caption1Strong, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { Discussion } from '#shared/api.ts'
import { call } from '#tab/api.ts'
import { Answers, filled } from '#tab/ui/Answers.tsx'
import { PrivateGround } from '#tab/ui/PrivateGround.tsx'

const useStyles = makeStyles({
  label: { color: tokens.colorNeutralForeground3, display: 'block' },
  action: { marginTop: tokens.spacingVerticalM },
  problem: { display: 'block', color: tokens.colorStatusDangerForeground3 },
})

export function Preparations({ discussion, reload }: { discussion: Discussion; reload: () => void }) {
  const styles = useStyles()
  const { head, me, mine, theirs } = discussion
  const other = me.person.id === head.employee.id ? head.manager : head.employee
  const [problem, setProblem] = useState('')

  async function share() {
    setProblem('')
    try {
      await call('share', { params: { employee: head.employee.id, quarter: head.quarter.key }, body: {} })
      reload()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <>
      {theirs && filled(theirs).length > 0 && (
        <section aria-labelledby="theirs">
          <Caption1Strong as="h2" block id="theirs" className={styles.label}>
            What {other.firstName} prepared
          </Caption1Strong>
          <Answers of={theirs} />
        </section>
      )}
      {mine.shared && filled(mine).length > 0 && (
        <section aria-labelledby="mine">
          <Caption1Strong as="h2" block id="mine" className={styles.label}>
            What you prepared
          </Caption1Strong>
          <Answers of={mine} />
        </section>
      )}
      {!mine.shared && filled(mine).length > 0 && (
        <PrivateGround
          id="my-preparation"
          title="Your preparation"
          sees="Only you see your answers until you share them."
        >
          <Answers of={mine} />
          <Button className={styles.action} onClick={share}>
            Share with {other.firstName}
          </Button>
          {problem && (
            <Caption1 className={styles.problem} role="alert">
              {problem}
            </Caption1>
          )}
        </PrivateGround>
      )}
    </>
  )
}
