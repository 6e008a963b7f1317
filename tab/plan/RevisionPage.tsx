// A frozen revision to read: what both agreed on, and when.
import type { Me, Person, Revision } from '#shared/api.ts'
import { agreedAt } from '#shared/history/line.ts'
import { localOf } from '#shared/time.ts'
import { frame } from './frame.ts'
import { PageHeader } from './PageHeader.tsx'
import { Paper, standsWords } from './Paper.tsx'
import { PlanText } from './PlanText.tsx'
import { momentWords } from './words.ts'

type Props = {
  revision: Revision
  /** Whose plan it is, and everybody who is named in it. */
  of: { me: Me; employee: Person; manager: Person; people: Person[] }
  sees: string
  back: () => void
  backTo?: string
}

export function RevisionPage({ revision, of, sees, back, backTo }: Props) {
  const { me, employee, manager, people } = of
  const { number, plan, quarter } = revision
  const at = agreedAt(revision)
  return (
    <>
      <Paper
        {...{ plan, employee, manager, people }}
        quarter={quarter.label}
        stands={standsWords({ number, day: localOf(at, me.zone).day }, '')}
        today={me.today}
      />
      <PageHeader
        title={`Revision ${number}`}
        says={`agreed by both ${momentWords(at, me.zone, me.today)}`}
        {...{ sees, back, ...(backTo && { backTo }) }}
      />
      <main className={frame.document} data-region tabIndex={-1}>
        <PlanText plan={plan} people={[employee, manager, ...people]} manager={manager.firstName} today={me.today} />
      </main>
    </>
  )
}
