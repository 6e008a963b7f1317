// A link that somebody wrote: words until they are pressed, then the whole address, and a way to open it.

import { makeStyles, tokens } from '@fluentui/react-components'
import { Suspense, useState } from 'react'
import { lazily } from './lazily.ts'

const useStyles = makeStyles({
  words: {
    color: 'inherit',
    textDecorationLine: 'underline',
    textDecorationThickness: '1px',
    textUnderlineOffset: '0.15em',
    textDecorationColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusSmall,
    cursor: 'pointer',
    ':hover': { textDecorationColor: tokens.colorCompoundBrandStroke },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
})

type Props = {
  /** Begins with https://, http:// or mailto: (shared/plan/marks.ts lets nothing else be one). */
  address: string
  /** The index of its first letter in the text it stands in. */
  at: number
  children: string
}

/** With what Fluent needs to open something over the page, which most texts never do. */
const PressedLink = lazily(async () => (await import('./PressedLink.tsx')).PressedLink)

export function TextLink({ address, at, children }: Props) {
  const styles = useStyles()
  const [pressed, setPressed] = useState(false)
  const words = (
    <a
      className={styles.words}
      href={address}
      data-at={at}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        event.preventDefault()
        setPressed(true)
      }}
    >
      {children}
    </a>
  )
  if (!pressed) return words
  return (
    <Suspense fallback={words}>
      <PressedLink address={address} words={words} />
    </Suspense>
  )
}
