// A person's chat with the bot: days, messages, cards, and the box to write in.
import { Button, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { Send20Regular } from '@fluentui/react-icons'
import { type FormEvent, Fragment, useLayoutEffect, useRef, useState } from 'react'
import { HostError, installApp, type Person, sendText } from './api.ts'
import { ChatMessage } from './ChatMessage.tsx'
import { GrowthTile } from './GrowthMark.tsx'
import { useChat } from './live.ts'
import { dayTitle, wall } from './when.ts'

const useStyles = makeStyles({
  chat: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    flexShrink: 0,
    height: '48px',
    padding: `0 ${tokens.spacingHorizontalL}`,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: 600 },
  stream: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    overflowX: 'hidden',
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXXL}`,
    gap: tokens.spacingVerticalL,
    '& > :first-child': { marginTop: 'auto' },
  },
  day: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: 400,
    color: tokens.colorNeutralForeground3,
    '::before': { content: '""', flexGrow: 1, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    '::after': { content: '""', flexGrow: 1, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    margin: 'auto',
    padding: tokens.spacingHorizontalL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
  },
  compose: { flexShrink: 0, margin: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}` },
  box: { width: '100%', minHeight: '40px', paddingRight: tokens.spacingHorizontalXS },
  problem: { display: 'block', color: tokens.colorStatusDangerForeground1, paddingBottom: tokens.spacingVerticalXS },
})

/** How near to the end counts as reading the newest. */
const NEAR_END_PX = 48
const TOP_MARGIN_PX = 16

interface Props {
  person: Person
  now: string
  zone: string
  onOpenLink: (url: string) => void
}

export function ChatView({ person, now, zone, onOpenLink }: Props) {
  const styles = useStyles()
  const messages = useChat(person.id)
  const stream = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the newest message only if one was reading there
  useLayoutEffect(() => {
    const box = stream.current
    if (box && atEnd.current) box.scrollTop = newestTop(box)
  }, [messages])

  return (
    <div className={styles.chat}>
      <div className={styles.head}>
        <GrowthTile size={28} />
        <h3 className={styles.title}>Growth</h3>
      </div>
      <section
        className={styles.stream}
        ref={stream}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard has to be able to scroll it
        tabIndex={0}
        aria-label={`Chat of ${person.name} with Growth`}
        onScroll={({ currentTarget: box }) => {
          atEnd.current = newestTop(box) - box.scrollTop < NEAR_END_PX
        }}
      >
        {messages?.length === 0 && <EmptyChat person={person} />}
        {(messages ?? []).map((message, index) => {
          const day = wall(message.at, zone).day
          const before = messages?.[index - 1]
          return (
            <Fragment key={message.id}>
              {(!before || wall(before.at, zone).day !== day) && (
                <h4 className={styles.day}>{dayTitle(day, wall(now, zone).day)}</h4>
              )}
              <ChatMessage person={person} message={message} zone={zone} onOpenLink={onOpenLink} />
            </Fragment>
          )
        })}
      </section>
      <Compose person={person} />
    </div>
  )
}

/** How far to scroll to read the newest message: to the end, but not past its first line when it is tall. */
function newestTop(box: HTMLElement): number {
  const end = box.scrollHeight - box.clientHeight
  const newest = box.lastElementChild
  if (!newest) return end
  const top = newest.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop
  return Math.min(end, top - TOP_MARGIN_PX)
}

function EmptyChat({ person }: { person: Person }) {
  const styles = useStyles()
  if (person.installed) return <Text className={styles.empty}>Nothing from Growth yet.</Text>
  return (
    <div className={styles.empty}>
      <Text>{person.firstName} does not have the app.</Text>
      <Button onClick={() => void installApp(person.id)}>Install it for {person.firstName}</Button>
    </div>
  )
}

function Compose({ person }: { person: Person }) {
  const styles = useStyles()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const said = text.trim()
    if (said === '' || busy) return
    setBusy(true)
    setProblem('')
    try {
      await sendText(person.id, said)
      setText('')
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={styles.compose} onSubmit={(event) => void send(event)}>
      {problem !== '' && (
        <Text role="alert" size={200} className={styles.problem}>
          {problem}
        </Text>
      )}
      <Input
        className={styles.box}
        value={text}
        onChange={(_, { value }) => setText(value)}
        placeholder="Type a message"
        aria-label={`Message to Growth as ${person.firstName}`}
        contentAfter={
          <Button
            type="submit"
            appearance="transparent"
            icon={<Send20Regular />}
            aria-label="Send"
            disabled={busy || text.trim() === ''}
          />
        }
      />
    </form>
  )
}
