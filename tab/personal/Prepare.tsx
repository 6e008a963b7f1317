// Preparation: three questions, private until shared, with last quarter's promises beside.
import {
  Body1,
  Body1Strong,
  Button,
  Caption1,
  Field,
  makeStyles,
  Subtitle2,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { useRef, useState } from 'react'
import type { Discussion, Preparation } from '#shared/api.ts'
import { questionsFor } from '#shared/discussion/preparation.ts'
import { promiseWords, shownState } from '#shared/history/words.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { clockTime, dayMonth, dayShort, localOf, slotWords } from '#shared/time.ts'
import { call, useLoad } from '#tab/api.ts'
import { Answers } from '#tab/ui/Answers.tsx'
import type { Back } from '#tab/ui/BackButton.tsx'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'
import { PrivateGround } from '#tab/ui/PrivateGround.tsx'
import { SaveWord } from '#tab/ui/SaveWord.tsx'
import { StateWord } from '#tab/ui/StateWord.tsx'
import { useAutosave } from '#tab/ui/useAutosave.ts'
import { Page } from './Page.tsx'

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 336px',
    gap: '48px',
    alignItems: 'start',
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXL },
  },
  questions: { display: 'grid', gap: tokens.spacingVerticalL },
  text: { minHeight: '96px', maxHeight: '480px', fieldSizing: 'content' },
  share: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    marginTop: tokens.spacingVerticalXL,
    '& > button': { '@media (max-width: 700px)': { width: '100%' } },
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  problem: { color: tokens.colorStatusDangerForeground3 },
  promises: { display: 'grid', gap: tokens.spacingVerticalM, marginTop: tokens.spacingVerticalM },
  promise: { display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', gap: tokens.spacingHorizontalS },
  title: { display: 'block', overflowWrap: 'anywhere', textWrap: 'pretty' },
  theirs: { marginTop: tokens.spacingVerticalXXL },
})

type Props = { employee: string; quarter: string; back: Back }

export function Prepare({ employee, quarter, back }: Props) {
  const { data, error, retryIn, reload } = useLoad('discussion', { params: { employee, quarter } })
  if (!data && error) return <Failed what="The preparation" error={error} retryIn={retryIn} retry={reload} />
  if (!data) return <Loading kind="page" />
  return <Loaded discussion={data} back={back} reload={reload} />
}

function Loaded({ discussion, back, reload }: { discussion: Discussion; back: Back; reload: () => void }) {
  const styles = useStyles()
  const { me, head, mine, theirs } = discussion
  const asManager = me.person.id === head.manager.id
  const other = asManager ? head.employee : head.manager
  const params = { employee: head.employee.id, quarter: head.quarter.key }
  const questions = questionsFor(asManager ? 'manager' : 'employee', head.employee.firstName)
  const [answers, setAnswers] = useState(() => answersTo(questions, mine.answers))
  const [sharing, setSharing] = useState(false)
  const [problem, setProblem] = useState('')
  const current = useRef(answers)
  const { state, change, flush } = useAutosave(async (value: typeof answers) => {
    await call('prepare', { params, body: { answers: value } })
  })

  function write(question: string, text: string) {
    current.current = current.current.map((one) => (one.question === question ? { question, text } : one))
    setAnswers(current.current)
    change(current.current)
  }

  async function share() {
    setSharing(true)
    setProblem('')
    try {
      if (!(await flush())) throw new Error('Your answers are not saved yet, so they were not shared.')
      await call('share', { params, body: {} })
      reload()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setSharing(false)
    }
  }

  const empty = answers.every((one) => one.text.trim() === '')
  const sees = mine.shared ? `You and ${other.firstName} see your answers` : 'Only you see your answers'
  return (
    <Page
      title={`Prepare for your growth discussion with ${other.firstName}`}
      says={whenWords(discussion)}
      sees={sees}
      back={back}
    >
      <div className={styles.columns}>
        <div>
          <Ground shared={mine.shared} sees={mine.shared ? sharedWords(discussion, other.firstName) : PRIVATE}>
            <div className={styles.questions}>
              {answers.map(({ question, text }) => (
                <Field
                  key={question}
                  label={{ children: question, weight: 'semibold' }}
                  hint={text.length >= LIMIT.text ? `An answer ends at ${LIMIT.text} characters.` : undefined}
                >
                  <Textarea
                    textarea={{ className: styles.text }}
                    resize="vertical"
                    value={text}
                    maxLength={LIMIT.text}
                    onChange={(_, { value }) => write(question, value)}
                    onBlur={() => void flush()}
                  />
                </Field>
              ))}
              <SaveWord state={state} />
            </div>
          </Ground>
          {!mine.shared && (
            <div className={styles.share}>
              <Button appearance="primary" disabledFocusable={empty || sharing} onClick={share}>
                {sharing ? 'Sharing …' : `Share with ${other.firstName}`}
              </Button>
              <Caption1 className={styles.quiet}>
                {other.firstName} can read your answers from then on, and they become part of the agenda.
              </Caption1>
            </div>
          )}
          {problem && (
            <Body1 as="p" block className={styles.problem} role="alert">
              {problem}
            </Body1>
          )}
        </div>
        <aside>
          <Promised discussion={discussion} />
          {theirs && (
            <section className={styles.theirs} aria-labelledby="theirs">
              <Subtitle2 as="h2" block id="theirs">
                What {other.firstName} prepared
              </Subtitle2>
              <Answers of={theirs} />
            </section>
          )}
        </aside>
      </div>
    </Page>
  )
}

const PRIVATE = 'Only you see your answers until you share them.'

const useGround = makeStyles({
  shared: {
    padding: tokens.spacingVerticalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
  sees: { display: 'block', marginBottom: tokens.spacingVerticalS, color: tokens.colorNeutralForeground2 },
})

/** The private ground, until the answers are shared. */
function Ground({ shared, sees, children }: { shared: boolean; sees: string; children: React.ReactNode }) {
  const styles = useGround()
  if (!shared) {
    return (
      <PrivateGround id="answers" title="Your answers" sees={sees}>
        {children}
      </PrivateGround>
    )
  }
  return (
    <section className={styles.shared} aria-labelledby="answers">
      <Body1Strong as="h2" block id="answers">
        Your answers
      </Body1Strong>
      <Caption1 className={styles.sees}>{sees}</Caption1>
      {children}
    </section>
  )
}

function Promised({ discussion }: { discussion: Discussion }) {
  const styles = useStyles()
  const { promised, people, me } = discussion
  return (
    <section aria-labelledby="promised">
      <Subtitle2 as="h2" block id="promised">
        {promised ? `Promised on ${dayMonth(promised.day, me.today)}` : 'Promised'}
      </Subtitle2>
      {promised && promised.commitments.length > 0 ? (
        <ul className={styles.promises}>
          {promised.commitments.map((one) => {
            const owner = people.find((person) => person.id === one.owner)
            return (
              <li key={one.id} className={styles.promise}>
                {owner ? <PersonAvatar person={owner} /> : <span />}
                <div>
                  <Body1 className={styles.title}>{one.title}</Body1>
                  <StateWord state={shownState(one)} words={promiseWords(one, me.today)} />
                </div>
              </li>
            )
          })}
        </ul>
      ) : (
        <Body1 as="p" block className={styles.quiet}>
          Nothing was promised yet.
        </Body1>
      )}
    </section>
  )
}

function whenWords({ head, me }: Discussion): string | undefined {
  return head.start && head.end ? slotWords(head.start, head.end, me.zone, me.today) : undefined
}

function sharedWords({ mine, me }: Discussion, other: string): string {
  if (!mine.at) return `${other} sees your answers, and what you change from now on.`
  const since = `${dayShort(localOf(mine.at, me.zone).day, me.today)}, ${clockTime(mine.at, me.zone)}`
  return `${other} sees your answers since ${since}, and what you change from now on.`
}

/** One answer for each question, '' where there is none yet; answers to questions asked otherwise stay at the end. */
function answersTo(questions: readonly string[], given: Preparation['answers']): Preparation['answers'] {
  const asked = questions.map((question) => ({
    question,
    text: given.find((one) => one.question === question)?.text ?? '',
  }))
  return [...asked, ...given.filter((one) => one.text.trim() !== '' && !questions.includes(one.question))]
}
