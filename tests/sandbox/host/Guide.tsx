// The guide beside the columns: seven things to try, ticked by what has happened, and a fresh start.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components'
import { ArrowCounterclockwise16Regular, Checkmark12Filled, ChevronDown16Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { startOver } from './api.ts'
import { currentStep, type Sentence, STEP_COUNT } from './guideSteps.ts'
import { useDoing } from './useDoing.ts'

const STACKED = '@media (max-width: 899px)'

const useStyles = makeStyles({
  guide: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    boxSizing: 'border-box',
    width: '224px',
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    [STACKED]: {
      width: '100%',
      maxHeight: '50vh',
      padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
      borderRight: 'none',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: 600,
    [STACKED]: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  },
  count: { color: tokens.colorNeutralForeground3, [STACKED]: { display: 'none' } },
  fold: {
    display: 'none',
    flexShrink: 0,
    [STACKED]: { display: 'flex', justifyContent: 'space-between', textAlign: 'left', padding: '4px 0', width: '100%' },
  },
  foldText: { fontWeight: 400, minWidth: 0 },
  inside: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    flexShrink: 0,
  },
  folded: { [STACKED]: { display: 'none' } },
  steps: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    margin: `${tokens.spacingVerticalL} -8px`,
    padding: 0,
    listStyleType: 'none',
    [STACKED]: { margin: `${tokens.spacingVerticalS} -8px` },
  },
  step: {
    display: 'grid',
    gridTemplateColumns: '20px 1fr',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingVerticalS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid transparent`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textWrap: 'pretty',
  },
  stepNow: {
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorTransparentStroke}`,
  },
  stepDone: { color: tokens.colorNeutralForeground3 },
  press: { fontWeight: 600 },
  pressDone: { fontWeight: 'inherit' },
  number: {
    display: 'grid',
    placeItems: 'center',
    boxSizing: 'border-box',
    width: '20px',
    height: '20px',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: 1,
  },
  numberNow: {
    fontWeight: 600,
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    border: `1px solid ${tokens.colorTransparentStroke}`,
  },
  numberDone: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorStatusSuccessBackground3,
    border: `1px solid ${tokens.colorTransparentStroke}`,
  },
  dare: { marginTop: 'auto', paddingTop: tokens.spacingVerticalL },
  dareTitle: { margin: 0, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: 600 },
  dareText: { display: 'block', color: tokens.colorNeutralForeground2 },
  over: {
    alignSelf: 'flex-start',
    margin: `${tokens.spacingVerticalM} 0 0 -8px`,
    color: tokens.colorNeutralForeground2,
  },
  problem: { color: tokens.colorStatusDangerForeground1 },
})

interface Props {
  steps: readonly Sentence[]
  done: ReadonlySet<number>
}

export function Guide({ steps, done }: Props) {
  const styles = useStyles()
  const [unfolded, setUnfolded] = useState(false)
  const now = currentStep(done)
  const nowSentence = now === null ? 'All done' : (steps[now] ?? []).join('')
  return (
    <aside className={styles.guide} aria-label="What to try next">
      <h2 className={styles.title}>What to try next</h2>
      <Text size={200} className={styles.count}>
        {done.size} of {STEP_COUNT} done
      </Text>
      <Button
        appearance="transparent"
        className={styles.fold}
        aria-expanded={unfolded}
        icon={<ChevronDown16Regular />}
        iconPosition="after"
        onClick={() => setUnfolded(!unfolded)}
      >
        <span className={styles.foldText}>
          {done.size} of {STEP_COUNT} · {nowSentence}
        </span>
      </Button>
      <div className={mergeClasses(styles.inside, !unfolded && styles.folded)}>
        <ol className={styles.steps}>
          {steps.map((sentence, index) => (
            <Step
              key={sentence.join('')}
              index={index}
              sentence={sentence}
              done={done.has(index)}
              now={index === now}
            />
          ))}
        </ol>
        <div className={styles.dare}>
          <h3 className={styles.dareTitle}>Then break it</h3>
          <Text size={200} className={styles.dareText}>
            Kill the app while you type and start it again. What said Saved is there.
          </Text>
        </div>
        <StartOver />
      </div>
    </aside>
  )
}

function Step({ index, sentence, done, now }: { index: number; sentence: Sentence; done: boolean; now: boolean }) {
  const styles = useStyles()
  return (
    <li
      className={mergeClasses(styles.step, now && styles.stepNow, done && styles.stepDone)}
      aria-current={now ? 'step' : undefined}
    >
      <span className={mergeClasses(styles.number, now && styles.numberNow, done && styles.numberDone)}>
        {done ? <Checkmark12Filled aria-label="Done" /> : index + 1}
      </span>
      <span>
        {sentence.map((piece, position) =>
          position % 2 === 1 ? (
            <b key={piece} className={done ? styles.pressDone : styles.press}>
              {piece}
            </b>
          ) : (
            piece
          ),
        )}
      </span>
    </li>
  )
}

function StartOver() {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const { busy, problem, run } = useDoing()
  const go = () =>
    run(async () => {
      await startOver()
      setOpen(false)
    })
  return (
    <Dialog modalType="alert" open={open} onOpenChange={(_, data) => setOpen(data.open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button className={styles.over} size="small" appearance="subtle" icon={<ArrowCounterclockwise16Regular />}>
          Start over
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Start over?</DialogTitle>
          <DialogContent>
            The company, its calendars and everything the app has stored start afresh. Nothing outside this machine is
            touched.
            {problem !== '' && (
              <Text block role="alert" className={styles.problem}>
                {problem}
              </Text>
            )}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button disabled={busy}>Keep this world</Button>
            </DialogTrigger>
            <Button appearance="primary" disabled={busy} onClick={() => void go()}>
              {busy ? 'Starting over …' : 'Start over'}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
