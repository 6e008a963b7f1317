// The personal tab: which page is shown, and the way between my growth and my team.
import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useLoad } from '#tab/api.ts'
import { useHost } from '#tab/host.ts'
import { HistoryInside } from '#tab/plan/HistoryInside.tsx'
import { PlanInside } from '#tab/plan/PlanInside.tsx'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { Audit } from './Audit.tsx'
import { Calendars } from './Calendars.tsx'
import { Home } from './Home.tsx'
import { Prepare } from './Prepare.tsx'
import { placeOf, type Root, rootsOf } from './place.ts'
import { Team } from './Team.tsx'

const useStyles = makeStyles({
  tabs: {
    maxWidth: '1280px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalS} 36px 0`,
    '@media (max-width: 1100px)': { padding: `${tokens.spacingVerticalS} 20px 0` },
    '@media (max-width: 700px)': { padding: `${tokens.spacingVerticalXS} 4px 0` },
  },
})

const ROOTS: Record<Root, { subPage: string; title: string }> = {
  home: { subPage: '', title: 'My growth' },
  team: { subPage: 'team', title: 'My team' },
  calendars: { subPage: 'calendars', title: 'Calendars' },
}

export function Personal() {
  const styles = useStyles()
  const host = useHost()
  const [subPage, setSubPage] = useState(host.subPage ?? '')
  const { data: me, error, retryIn, reload } = useLoad('me')
  if (!me && error) return <Failed what="My growth" error={error} retryIn={retryIn} retry={reload} />
  if (!me) return <Loading kind="page" />

  const place = placeOf(subPage, me)
  const roots = rootsOf(me)
  const own = 'employee' in place && place.employee === me.person.id
  const root = own || !me.isManager ? '' : 'team'
  const back = { to: root === 'team' ? 'My team' : 'My growth', go: () => setSubPage(root) }

  switch (place.page) {
    case 'plan':
      return <PlanInside employee={place.employee} back={back} />
    case 'history':
      return <HistoryInside employee={place.employee} back={back} />
    case 'prepare':
      return <Prepare employee={place.employee} quarter={place.quarter} back={back} />
    case 'audit':
      return <Audit back={{ to: 'My growth', go: () => setSubPage('') }} />
    default:
      return (
        <>
          {roots.length > 1 && (
            <TabList
              className={styles.tabs}
              selectedValue={place.page}
              onTabSelect={(_, { value }) => setSubPage(ROOTS[value as Root].subPage)}
            >
              {roots.map((root) => (
                <Tab key={root} value={root}>
                  {ROOTS[root].title}
                </Tab>
              ))}
            </TabList>
          )}
          {place.page === 'team' && <Team open={setSubPage} />}
          {place.page === 'calendars' && <Calendars />}
          {place.page === 'home' && <Home open={setSubPage} changed={reload} />}
        </>
      )
  }
}
