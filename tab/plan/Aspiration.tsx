// Where the employee is heading: one large text in which both can type at once.
import { Caption1Strong, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import type * as Y from 'yjs'
import { aspirationOf } from '#shared/plan/doc.ts'
import { areMarked, linesOf } from '#shared/plan/marks.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { MarkedText } from '#tab/ui/MarkedText.tsx'
import { useEditing } from './editing.ts'
import { useFieldStyles } from './fieldStyles.ts'
import { MarkedSource } from './MarkedSource.tsx'
import { ReadLayer } from './ReadLayer.tsx'
import { RemoteCarets } from './RemoteCarets.tsx'
import { bindText } from './textBinding.ts'
import { UnderField } from './UnderField.tsx'
import { useTyping } from './useTyping.ts'

const useStyles = makeStyles({
  label: { color: tokens.colorNeutralForeground3 },
  text: {
    display: 'grid',
    width: '100%',
    maxWidth: '720px',
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    '@container plan (min-width: 761px)': {
      fontSize: tokens.fontSizeHero700,
      lineHeight: tokens.lineHeightHero700,
    },
  },
})

const EMPTY = 'Where do you want to be heading? One sentence is enough.'

export function Aspiration() {
  const text = aspirationOf(useEditing().room.doc)
  return text && <BoundText text={text} />
}

function BoundText({ text }: { text: Y.Text }) {
  const styles = useStyles()
  const fields = useFieldStyles()
  const { room } = useEditing()
  const area = useRef<HTMLTextAreaElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState(() => text.toString())
  const [caret, setCaret] = useState<number | null>(null)
  const { typing, began, ended } = useTyping()
  const under = useId()
  const marked = areMarked(linesOf(shown).flatMap(({ pieces }) => pieces))

  // Before it is seen: who types in it at once is heard.
  useLayoutEffect(() => {
    if (!area.current) return
    return bindText(area.current, text, {
      onText: setShown,
      onCaret: (now) => {
        setCaret(now?.index ?? null)
        room.setPlace(now && 'aspiration', now?.position)
      },
    })
  }, [text, room])

  const full = shown.length >= LIMIT.aspiration
  return (
    <section className="plan-part">
      <Caption1Strong as="h2" className={styles.label}>
        Where I’m heading
      </Caption1Strong>
      <div className={mergeClasses(fields.ground, styles.text)}>
        <ReadLayer layer={layer} area={area} marked={marked} typing={typing}>
          {shown === '' ? EMPTY : marked && !typing ? <MarkedText text={shown} /> : <MarkedSource text={shown} />}
        </ReadLayer>
        <textarea
          ref={area}
          className={mergeClasses(fields.text, fields.over, marked && (typing ? fields.seenThrough : fields.unseen))}
          rows={1}
          aria-label="Where I’m heading"
          aria-describedby={full ? under : undefined}
          maxLength={LIMIT.aspiration}
          placeholder={EMPTY}
          onFocus={began}
          onBlur={ended}
        />
        <RemoteCarets text={text} layer={layer} caretHere={caret} shown={shown} typing={typing} />
      </div>
      {full && <UnderField id={under} sentence={`${LIMIT.aspiration} characters are the most here.`} failed={false} />}
    </section>
  )
}
