// My growth: the next discussion, my plan now, who sees what, and the last four quarters.
import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { Home as HomeData, Me } from '#shared/api.ts'
import { isEmpty } from '#shared/plan/plan.ts'
import { dayMonth, localOf } from '#shared/time.ts'
import { useLoad } from '#tab/api.ts'
import { Paper, standsWords } from '#tab/plan/Paper.tsx'
import { EmptyPlan } from '#tab/ui/EmptyPlan.tsx'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { usePaperStyles } from '#tab/ui/paper.ts'
import { AskDiscussion } from './AskDiscussion.tsx'
import { EraseDialog } from './EraseDialog.tsx'
import { Erased } from './Erased.tsx'
import { FourQuarters } from './FourQuarters.tsx'
import { HandOver } from './HandOver.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { NextDiscussion } from './NextDiscussion.tsx'
import { Page } from './Page.tsx'
import { PlanNow } from './PlanNow.tsx'
import { WhoSeesWhat } from './WhoSeesWhat.tsx'

const useStyles = makeStyles({
  sections: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXXL },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 336px',
    gap: '48px',
    alignItems: 'start',
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXXXL },
  },
  bars: { display: 'grid', gap: tokens.spacingVerticalS },
})

type Props = {
  open: (subPage: string) => void
  /** Who the caller is to the app has changed: everything was deleted, or begins again. */
  changed: () => void
}

export function Home({ open, changed }: Props) {
  const { data, error, retryIn, reload } = useLoad('home')
  const [asksErase, setAsksErase] = useState(false)
  if (!data && error) return <Failed what="My growth" error={error} retryIn={retryIn} retry={reload} />
  if (!data) return <Loading kind="page" />
  const both = () => {
    reload()
    changed()
  }
  return (
    <>
      {data.me.takesPart === 'erased' ? (
        <Erased again={both} />
      ) : (
        <Loaded home={data} open={open} reload={reload} erase={() => setAsksErase(true)} />
      )}
      {/* Outlives the page it was opened from: torn away while it closes, it would leave that hidden from screen readers. */}
      <EraseDialog open={asksErase} me={data.me} close={() => setAsksErase(false)} erased={both} />
    </>
  )
}

type LoadedProps = { home: HomeData; open: (subPage: string) => void; reload: () => void; erase: () => void }

function Loaded({ home, open, reload, erase }: LoadedProps) {
  const styles = useStyles()
  const paper = usePaperStyles()
  const { me, next, plan, commitments, quarters } = home
  const manager = me.manager?.firstName ?? null
  const sees = manager && !home.handOver ? `You and ${manager} see this` : 'Only you see this'
  const write = () => open('plan')
  const said = notices(home)
  const hasNext = next?.start != null && next.end !== null
  return (
    <div className={paper.ground}>
      {plan && !isEmpty(plan.now) && (
        <Paper
          plan={plan.now}
          employee={me.person}
          manager={me.manager}
          people={home.people}
          quarter={me.quarter.label}
          stands={standsWords(
            plan.agreed && { number: plan.agreed.number, day: localOf(plan.agreed.at, me.zone).day },
            plan.agreed?.since ?? '',
          )}
          today={me.today}
        />
      )}
      <Page title="My growth" sees={sees} menu={<MoreMenu open={open} erase={erase} />}>
        <div className={styles.sections}>
          {home.handOver && <HandOver home={home} done={reload} />}
          {said.length > 0 && (
            <div className={styles.bars}>
              {said.map(({ id, text }) => (
                <MessageBar key={id} layout="multiline">
                  <MessageBarBody>{text}</MessageBarBody>
                </MessageBar>
              ))}
            </div>
          )}
          {hasNext && <NextDiscussion head={next} home={home} open={open} />}
          {home.asking && manager && <AskDiscussion asking={home.asking} me={me} manager={manager} asked={reload} />}
          <div className={styles.columns}>
            {plan && !isEmpty(plan.now) ? (
              <PlanNow plan={plan} commitments={commitments} me={me} open={write} />
            ) : (
              <EmptyPlan manager={manager} write={write} primary={!hasNext} />
            )}
            <WhoSeesWhat manager={manager} />
          </div>
          {(commitments.length > 0 || quarters.some((one) => one.day)) && (
            <FourQuarters
              commitments={commitments}
              quarters={quarters}
              me={me}
              seeHistory={plan?.agreed ? () => open('history') : null}
            />
          )}
        </div>
      </Page>
    </div>
  )
}

/** What has to be said before anything else: taking part (R0), and messages that may not have arrived (R12). */
function notices({ me, unsure }: HomeData): { id: string; text: string }[] {
  const part = takingPart(me)
  return [
    ...(part ? [{ id: 'part', text: part }] : []),
    ...unsure.map(({ id, at, title }) => ({
      id,
      text: `A message from ${dayMonth(localOf(at, me.zone).day, me.today)} may not have reached you: ${title}`,
    })),
  ]
}

function takingPart({ takesPart, manager }: Me): string | null {
  const name = manager?.firstName ?? 'Your manager'
  if (takesPart === 'told') {
    return `${name} uses Growth for one 1-1 a quarter. A growth discussion is about your future, not a review. You write the plan together, and it is yours.`
  }
  if (takesPart === 'no') {
    return `You said that growth discussions are not for you, so Growth leaves you alone. If you change your mind, tell ${name}.`
  }
  return null
}
