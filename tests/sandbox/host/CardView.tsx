// One adaptive card, drawn by the official renderer; what is pressed on it is handed up.
import { mergeClasses } from '@fluentui/react-components'
import { AdaptiveCard, ExecuteAction, OpenUrlAction, SerializationContext, SubmitAction } from 'adaptivecards'
import { useLayoutEffect, useRef } from 'react'
import { cardConfig } from './cardConfig.ts'
import { useCardStyles } from './cardStyles.ts'

export type Press =
  | { kind: 'execute'; verb: string; data: unknown }
  | { kind: 'submit'; data: unknown }
  | { kind: 'openUrl'; url: string }

interface Props {
  card: unknown
  /** While an answer is under way nothing on the card can be pressed again. */
  busy: boolean
  onPress: (press: Press) => void
}

export function CardView({ card, busy, onPress }: Props) {
  const styles = useCardStyles()
  const host = useRef<HTMLDivElement>(null)
  const press = useRef(onPress)
  press.current = onPress
  // Drawn anew only when it says something else, so that a choice someone is making stays.
  const json = JSON.stringify(card)

  useLayoutEffect(() => {
    const view = new AdaptiveCard()
    view.hostConfig = cardConfig
    view.onExecuteAction = (action) => {
      if (action instanceof ExecuteAction)
        press.current({ kind: 'execute', verb: action.verb ?? '', data: action.data ?? {} })
      else if (action instanceof SubmitAction) press.current({ kind: 'submit', data: action.data ?? {} })
      else if (action instanceof OpenUrlAction && action.url) press.current({ kind: 'openUrl', url: action.url })
    }
    const context = new SerializationContext()
    view.parse(JSON.parse(json), context)
    for (let index = 0; index < context.eventCount; index++)
      console.warn(`sandbox host: the card renderer says: ${context.getEventAt(index).message}`)
    const drawn = view.render()
    host.current?.replaceChildren(...(drawn ? [drawn] : []))
  }, [json])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a card that was drawn anew has new buttons
  useLayoutEffect(() => {
    for (const control of host.current?.querySelectorAll<HTMLButtonElement>('.ac-pushButton') ?? [])
      control.disabled = busy
  }, [busy, json])

  return <div ref={host} className={mergeClasses('card-view', styles.card)} aria-busy={busy} />
}
