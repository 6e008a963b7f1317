// One of the app's pages in an iframe, with TeamsJS served to it and a calm word when it does not come.
import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type FrameContext, type Surroundings, serveFrame } from './teamsHost.ts'

const useStyles = makeStyles({
  box: {
    position: 'relative',
    overflow: 'hidden',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  frame: { position: 'absolute', top: 0, left: 0, border: 'none', transformOrigin: '0 0' },
  waiting: { visibility: 'hidden' },
  word: {
    position: 'absolute',
    inset: 0,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
  },
})

/** How long a page may take to say hello before we say that it does not. */
const PATIENCE_MS = 8000

interface Props {
  url: string
  title: string
  frameContext: FrameContext
  surroundings: Omit<Surroundings, 'started'>
  appUp: boolean
  /** 1, or less to show more of the page in the same room. */
  zoom?: number
}

/** Loads anew only when the page never answered: one that did keeps what is not saved yet, and reconnects by itself. */
export function TeamsFrame({ url, title, frameContext, surroundings, appUp, zoom = 1 }: Props) {
  const styles = useStyles()
  const iframe = useRef<HTMLIFrameElement>(null)
  const [start, setStart] = useState<'waiting' | 'late' | 'shown' | { failed: string }>('waiting')
  const [attempt, setAttempt] = useState(0)
  const latest = useRef<Surroundings | null>(null)
  latest.current = {
    ...surroundings,
    context: () => {
      setStart('shown')
      return surroundings.context()
    },
    started: (outcome) => setStart(typeof outcome === 'string' ? 'shown' : outcome),
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new iframe
  useLayoutEffect(() => {
    if (!iframe.current) return
    return serveFrame(iframe.current, url, frameContext, () => {
      if (!latest.current) throw new Error('A frame answered before it was drawn.')
      return latest.current
    })
  }, [url, frameContext, attempt])

  useEffect(() => {
    if (start !== 'waiting' || !appUp) return
    const timer = setTimeout(() => setStart('late'), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [start, appUp])

  const again = () => {
    setStart('waiting')
    setAttempt((count) => count + 1)
  }
  const wasUp = useRef(appUp)
  useEffect(() => {
    if (appUp && !wasUp.current && start !== 'shown') {
      setStart('waiting')
      setAttempt((count) => count + 1)
    }
    wasUp.current = appUp
  }, [appUp, start])

  const size = `${100 / zoom}%`
  return (
    <div className={styles.box}>
      <iframe
        key={attempt}
        ref={iframe}
        src={url}
        title={title}
        data-frame={frameContext}
        className={mergeClasses(styles.frame, start !== 'shown' && styles.waiting)}
        style={{ width: size, height: size, transform: zoom === 1 ? undefined : `scale(${zoom})` }}
        sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals"
        allow="clipboard-read; clipboard-write"
      />
      {start !== 'shown' && (
        <div className={styles.word}>
          <Text>{wordFor(start, appUp)}</Text>
          {start !== 'waiting' && appUp && <Button onClick={again}>Try now</Button>}
        </div>
      )}
    </div>
  )
}

function wordFor(start: 'waiting' | 'late' | { failed: string }, appUp: boolean): string {
  if (!appUp) return 'This page comes from the app, which is not running.'
  if (start === 'waiting') return 'Loading …'
  return start === 'late' ? 'The page did not answer.' : `The page did not start: ${start.failed}`
}
