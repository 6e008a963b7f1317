// What changed since a revision, or since one began to read: left that, right the plan as it is now.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { clockTime } from '#shared/time.ts'
import type { Base } from './agreement.ts'
import { useEditing, useNames } from './editing.ts'
import { frame } from './frame.ts'
import { PageHeader } from './PageHeader.tsx'
import { SideBySide } from './SideBySide.tsx'
import { seenBy } from './words.ts'

const useStyles = makeStyles({ document: { rowGap: tokens.spacingVerticalM } })

type Props = {
  base: Base
  /** When the plan was last saved here, as an instant; null before. */
  savedAt: string | null
  back: () => void
}

export function Changes({ base, savedAt, back }: Props) {
  const styles = useStyles()
  const { info, other, plan } = useEditing()
  return (
    <>
      <PageHeader title={`What changed ${base.since}`} sees={seenBy(info.otherSees, other)} back={back} />
      <main className={mergeClasses(frame.document, styles.document)} data-region tabIndex={-1}>
        <SideBySide
          old={{ plan: base.plan, title: base.name, says: base.says }}
          now={{ plan, title: 'Now', ...(savedAt && { says: `saved ${clockTime(savedAt, info.me.zone)}` }) }}
          missing={base.lacks}
          names={useNames()}
        />
      </main>
    </>
  )
}
