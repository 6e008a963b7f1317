// The bar at the foot of the plan: where the agreement stands, whose stamps there are, and the one thing to do.
import {
  Body1,
  Body1Strong,
  Button,
  Caption1,
  Link,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { Checkmark12Filled, CheckmarkCircle20Filled } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import type { Person } from '#shared/api.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'
import { comparedWith, type Form, numberOfStamp, stampedNow } from './agreement.ts'
import { useEditing } from './editing.ts'
import { frame, NARROW, type PlanPage, WIDE } from './frame.ts'
import { momentWords } from './words.ts'

const useStyles = makeStyles({
  // Below that the sentence has a row of its own.
  says: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    flexGrow: 1,
    flexBasis: '100%',
    minWidth: 0,
    '& > svg': { flexShrink: 0 },
    [WIDE]: { flexBasis: '240px' },
  },
  dot: {
    flexShrink: 0,
    width: '8px',
    height: '8px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandStroke,
  },
  done: { color: tokens.colorStatusSuccessForeground3 },
  link: { marginInlineStart: tokens.spacingHorizontalXS, fontWeight: tokens.fontWeightSemibold, whiteSpace: 'nowrap' },
  stamps: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    [WIDE]: { columnGap: tokens.spacingHorizontalL },
  },
  stamp: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  name: { display: 'grid' },
  notYet: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  agreed: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '2px',
    whiteSpace: 'nowrap',
    color: tokens.colorStatusSuccessForeground1,
  },
  act: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    columnGap: tokens.spacingHorizontalS,
    rowGap: tokens.spacingVerticalXS,
    marginInlineStart: 'auto',
    [WIDE]: { minWidth: '136px' },
  },
  whereWide: { [NARROW]: { display: 'none' } },
  whereNarrow: { [WIDE]: { display: 'none' } },
  aside: { alignSelf: 'center', color: tokens.colorNeutralForeground3 },
})

type Props = {
  form: Form
  hash: string
  /** Why the last try to agree did not work; null when there is nothing to say. */
  trouble: string | null
  busy: boolean
  /** The plan as somebody had read it who wanted to agree when it had moved on; null otherwise. */
  read: Plan | null
  /** What is on the screen above the bar. */
  page: PlanPage
  agree: () => void
  seeChanges: () => void
  seeRevision: (number: number) => void
  back: () => void
}

export function AgreementBar({ form, hash, trouble, busy, read, page, agree, seeChanges, seeRevision, back }: Props) {
  const styles = useStyles()
  const { info, other } = useEditing()
  const inChanges = page === 'changes'
  const stamped = stampedNow(info, hash)
  const canCompare = comparedWith(info, read) !== null && !inChanges
  const isAway = form.kind === 'offline' || form.kind === 'unsavable'
  const mayAgree = form.kind !== 'both' && form.kind !== 'mine' && !(form.kind === 'movedOn' && canCompare)
  const says = inChanges && mayAgree && !isAway && form.kind !== 'movedOn'
  return (
    <section className={frame.bar} data-region tabIndex={-1} aria-label="Agreement">
      <div className={styles.says} role={trouble ? 'alert' : undefined}>
        {trouble ? (
          <Body1>{trouble}</Body1>
        ) : says ? (
          <Body1>
            Agreeing stamps <span className={styles.whereWide}>the right-hand column</span>
            <span className={styles.whereNarrow}>the plan as it is now</span> as revision {numberOfStamp(info, hash)}.
          </Body1>
        ) : (
          <Sentence form={form} other={other}>
            {canCompare && (
              <Link inline className={styles.link} onClick={seeChanges}>
                See changes
              </Link>
            )}
          </Sentence>
        )}
      </div>
      <div className={styles.stamps}>
        {[info.employee, info.manager].map((person) => (
          <Stamp key={person.id} person={person} at={stamped?.stamps.find(({ by }) => by === person.id)?.at ?? null} />
        ))}
      </div>
      <div className={styles.act}>
        {/* In one column the arrow above is enough: the bar keeps to two rows. */}
        {page !== 'plan' && (
          <Button className={styles.whereWide} onClick={back}>
            Back to the plan
          </Button>
        )}
        {form.kind === 'mine' && <Caption1 className={styles.aside}>{other.firstName} gets a message</Caption1>}
        {form.kind === 'both' && page === 'plan' && (
          <Button onClick={() => seeRevision(form.number)}>See revision {form.number}</Button>
        )}
        {form.kind === 'movedOn' && canCompare && (
          <Button appearance="primary" onClick={seeChanges}>
            See changes
          </Button>
        )}
        {mayAgree && (
          <Button appearance="primary" disabled={isAway} disabledFocusable={busy} onClick={agree}>
            Agree on this plan
          </Button>
        )}
      </div>
    </section>
  )
}

/** `children` follow what changed since both agreed. */
function Sentence({ form, other, children }: { form: Form; other: Person; children: ReactNode }): ReactNode {
  const styles = useStyles()
  const dot = <span aria-hidden className={styles.dot} />
  switch (form.kind) {
    case 'offline':
      return <Body1>Agreeing works again once you are back.</Body1>
    case 'unsavable':
      return <Body1>Agreeing works again once everything is saved.</Body1>
    case 'both':
      return (
        <>
          <CheckmarkCircle20Filled aria-hidden className={styles.done} />
          <Body1Strong>You both agreed on revision {form.number}</Body1Strong>
        </>
      )
    case 'mine':
      return <Body1>You agreed. Waiting for {other.firstName}.</Body1>
    case 'theirs':
      return (
        <Body1>
          {other.firstName} agreed. Your stamp makes it revision {form.number}.
          {form.since?.sum && (
            <>
              {' '}
              Since revision {form.since.number}: <Body1Strong>{form.since.sum}</Body1Strong>. {children}
            </>
          )}
        </Body1>
      )
    case 'movedOn':
      return (
        <>
          {dot}
          <Body1>The text changed while you were reading. Look again before you agree.</Body1>
        </>
      )
    case 'changed':
      return (
        <>
          {dot}
          <Body1>
            Changed since you both agreed on revision {form.since.number}: <Body1Strong>{form.since.sum}</Body1Strong>.
            Your stamp makes it revision {form.number}. {children}
          </Body1>
        </>
      )
    case 'none':
      return <Body1>Not agreed yet. Your stamp makes it revision {form.number}.</Body1>
  }
}

function Stamp({ person, at }: { person: Person; at: string | null }) {
  const styles = useStyles()
  const { me } = useEditing().info
  return (
    <div className={styles.stamp}>
      <span aria-hidden>
        <PersonAvatar person={person} size={24} />
      </span>
      <span className={styles.name}>
        <Caption1>{person.id === me.person.id ? 'You' : person.firstName}</Caption1>
        {at ? (
          <Caption1 className={mergeClasses(styles.agreed)}>
            <Checkmark12Filled aria-hidden />
            agreed {momentWords(at, me.zone, me.today)}
          </Caption1>
        ) : (
          <Caption1 className={styles.notYet}>not yet</Caption1>
        )}
      </span>
    </div>
  )
}
