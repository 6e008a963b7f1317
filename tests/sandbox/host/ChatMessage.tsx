// One message of a chat: who, when, the text, and its cards with what came of pressing them.
import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { HostError, type Message, type Person, paths, pressExecute, sendValue } from './api.ts'
import { CardView, type Press } from './CardView.tsx'
import { GrowthTile } from './GrowthMark.tsx'
import { refresh } from './live.ts'
import { timeText } from './when.ts'

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive'
const INVOKE_MESSAGE = 'application/vnd.microsoft.activity.message'

const useStyles = makeStyles({
  message: { display: 'grid', gridTemplateColumns: '32px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalM },
  content: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start' },
  who: { color: tokens.colorNeutralForeground3 },
  name: { color: tokens.colorNeutralForeground2, marginRight: tokens.spacingHorizontalS },
  bubble: {
    maxWidth: '448px',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  own: { display: 'grid', justifyItems: 'end', rowGap: tokens.spacingVerticalXS, paddingLeft: '44px' },
  ownBubble: {
    maxWidth: '448px',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorBrandBackground2,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  note: { color: tokens.colorNeutralForeground3, maxWidth: '448px', overflowWrap: 'anywhere' },
  problem: { color: tokens.colorStatusDangerForeground1, maxWidth: '448px', overflowWrap: 'anywhere' },
})

/** What a press showed at once, until the message itself changes. */
interface Shown {
  /** The message as it was when the button was pressed. */
  base: string
  card?: { index: number; content: unknown }
  note?: string
  problem?: string
}

interface Props {
  person: Person
  message: Message
  zone: string
  onOpenLink: (url: string) => void
}

export function ChatMessage({ person, message, zone, onOpenLink }: Props) {
  const styles = useStyles()
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState<Shown | null>(null)
  const time = timeText(message.at, zone)
  const text = message.activity.text ?? ''

  if (message.from === 'person')
    return (
      <article className={styles.own}>
        <Text size={200} className={styles.who}>
          {time}
        </Text>
        <Text className={styles.ownBubble}>{text}</Text>
      </article>
    )

  const base = JSON.stringify(message.activity)
  const fresh = shown?.base === base ? shown : null
  const onPress = async (index: number, press: Press) => {
    if (press.kind === 'openUrl') return onOpenLink(press.url)
    setBusy(true)
    setShown(null)
    try {
      if (press.kind === 'submit') await sendValue(person.id, press.data)
      else {
        const { status, body } = await pressExecute(person.id, message.id, press.verb, press.data)
        setShown(shownFor(base, index, status, body?.type ?? '', body?.value))
      }
      await refresh(paths.chat(person.id))
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      setShown({ base, problem: error.message })
    } finally {
      setBusy(false)
    }
  }

  const cards = (message.activity.attachments ?? []).filter((it) => it.contentType === ADAPTIVE_CARD)
  return (
    <article className={styles.message}>
      <GrowthTile size={32} />
      <div className={styles.content}>
        <Text size={200} className={styles.who}>
          <span className={styles.name}>Growth</span>
          {time}
        </Text>
        {text !== '' && <Text className={styles.bubble}>{text}</Text>}
        {cards.map((card, index) => (
          <CardView
            // biome-ignore lint/suspicious/noArrayIndexKey: cards of one message have no other name
            key={index}
            card={fresh?.card?.index === index ? fresh.card.content : card.content}
            busy={busy}
            onPress={(press) => void onPress(index, press)}
          />
        ))}
        {fresh?.note && (
          <Text size={200} role="status" className={styles.note}>
            {fresh.note}
          </Text>
        )}
        {shown?.problem && (
          <Text size={200} role="alert" className={styles.problem}>
            {shown.problem}
          </Text>
        )}
      </div>
    </article>
  )
}

/** What an invoke's answer shows: a card in place, a sentence, or why it was refused. */
function shownFor(base: string, index: number, status: number, type: string, value: unknown): Shown {
  if (type === ADAPTIVE_CARD && typeof value === 'object' && value !== null)
    return { base, card: { index, content: value } }
  if (type === INVOKE_MESSAGE && typeof value === 'string') return { base, note: value }
  const message = value !== null && typeof value === 'object' && 'message' in value ? value.message : undefined
  if (typeof message === 'string') return { base, problem: message }
  return status >= 400 ? { base, problem: `The app answered ${status}.` } : { base }
}
