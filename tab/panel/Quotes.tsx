// A chip that unfolds the quotes a line was made from: quote, name, date.
import { Body1, Caption1, makeStyles, mergeClasses, ToggleButton, tokens } from '@fluentui/react-components'
import { ChevronDown12Regular, ChevronUp12Regular, TextQuote16Regular } from '@fluentui/react-icons'
import { useId, useRef, useState } from 'react'
import type { Evidence } from '#shared/agenda/agenda.ts'
import type { Person } from '#shared/api.ts'
import { dayMonth } from '#shared/time.ts'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'

const shown = {
  border: `1px solid ${tokens.colorBrandStroke2}`,
  backgroundColor: tokens.colorBrandBackground2,
  color: tokens.colorBrandForeground2,
}

const useStyles = makeStyles({
  chip: { minWidth: 0 },
  on: {
    ...shown,
    ':hover': shown,
    ':hover:active': shown,
  },
  chevron: { marginLeft: tokens.spacingHorizontalSNudge },
  quote: {
    marginTop: tokens.spacingVerticalS,
    paddingLeft: tokens.spacingHorizontalM,
    borderLeft: `2px solid ${tokens.colorBrandStroke2}`,
    overflowWrap: 'anywhere',
  },
  words: { color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
  by: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalSNudge,
    marginTop: tokens.spacingVerticalXXS,
    color: tokens.colorNeutralForeground3,
  },
})

type Props = { evidence: Evidence[]; people: Person[]; today: string }

export function Quotes({ evidence, people, today }: Props) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const chip = useRef<HTMLButtonElement>(null)
  const id = useId()
  if (evidence.length === 0) return null
  const close = () => {
    setOpen(false)
    chip.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape folds the quotes wherever the focus is among them
    <div onKeyDown={(event) => event.key === 'Escape' && open && close()}>
      <ToggleButton
        ref={chip}
        className={mergeClasses(styles.chip, open && styles.on)}
        shape="circular"
        size="small"
        checked={open}
        aria-expanded={open}
        aria-controls={id}
        icon={<TextQuote16Regular />}
        onClick={() => setOpen(!open)}
      >
        {evidence.length === 1 ? '1 quote' : `${evidence.length} quotes`}
        {open ? (
          <ChevronUp12Regular className={styles.chevron} aria-hidden />
        ) : (
          <ChevronDown12Regular className={styles.chevron} aria-hidden />
        )}
      </ToggleButton>
      <div id={id} hidden={!open}>
        {evidence.map((one) => {
          const by = people.find((person) => person.id === one.by)
          return (
            <blockquote key={one.id} className={styles.quote}>
              <Body1 as="p" block className={styles.words}>
                “{one.quote}”
              </Body1>
              <footer className={styles.by}>
                {by && <PersonAvatar person={by} size={20} />}
                <Caption1>
                  {by ? `${by.name} · ` : ''}
                  {dayMonth(one.day, today)}
                </Caption1>
              </footer>
            </blockquote>
          )
        })}
      </div>
    </div>
  )
}
