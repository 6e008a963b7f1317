// The page on which the app is added to a meeting: one sentence, nothing to choose.
import { Body1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useHost } from '#tab/host.ts'
import { GrowthMark } from '#tab/ui/GrowthMark.tsx'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalXXL },
  mark: { color: tokens.colorBrandForeground1 },
})

export function Setup() {
  const styles = useStyles()
  const host = useHost()
  useEffect(() => void host.saveMeetingTab(), [host])
  return (
    <main className={styles.root}>
      <div className={styles.mark}>
        <GrowthMark size={32} />
      </div>
      <Subtitle2 as="h1" block>
        Growth in this meeting
      </Subtitle2>
      <Body1 as="p" block>
        In a growth discussion the two of you find its agenda, your promises and the plan here. Nobody else sees them.
      </Body1>
    </main>
  )
}
