// The personal tab: which page is shown, and the way between my growth and my team.
import { Button, makeStyles, Tab, TabList, tokens } from '@fluentui/react-components'
import { ArrowLeft16Regular } from '@fluentui/react-icons'
import { lazy, Suspense, useState } from 'react'
import { useLoad } from '#tab/api.ts'
import { useHost } from '#tab/host.ts'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { Home } from './Home.tsx'
import { Prepare } from './Prepare.tsx'
import { placeOf } from './place.ts'
import { Team } from './Team.tsx'

const LivePlan = lazy(async () => ({ default: (await import('#tab/plan/LivePlan.tsx')).LivePlan }))

const useStyles = makeStyles({
  tabs: {
    maxWidth: '1280px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalS} 36px 0`,
    '@media (max-width: 1100px)': { padding: `${tokens.spacingVerticalS} 20px 0` },
    '@media (max-width: 700px)': { padding: `${tokens.spacingVerticalXS} 4px 0` },
  },
  plan: { display: 'flex', flexDirection: 'column', height: '100%' },
  back: {
    flexShrink: 0,
    alignSelf: 'flex-start',
    margin: `${tokens.spacingVerticalM} 40px 0`,
    '@media (max-width: 1100px)': { margin: `${tokens.spacingVerticalM} 24px 0` },
    '@media (max-width: 700px)': { margin: `${tokens.spacingVerticalS} 8px 0` },
  },
  live: { flex: 1, minHeight: 0, overflow: 'auto' },
})

export function Personal() {
  const styles = useStyles()
  const host = useHost()
  const [subPage, setSubPage] = useState(host.subPage ?? '')
  const { data: me, error, retryIn, reload } = useLoad('me')
  if (!me && error) return <Failed what="My growth" error={error} retryIn={retryIn} retry={reload} />
  if (!me) return <Loading kind="page" />

  const place = placeOf(subPage, me)
  const own = 'employee' in place && place.employee === me.person.id
  const root = own || !me.isManager ? '' : 'team'
  const back = { to: root === 'team' ? 'My team' : 'My growth', go: () => setSubPage(root) }

  switch (place.page) {
    case 'plan':
      return (
        <div className={styles.plan}>
          <Button
            className={styles.back}
            appearance="subtle"
            size="small"
            icon={<ArrowLeft16Regular />}
            onClick={back.go}
          >
            {back.to}
          </Button>
          <div className={styles.live}>
            <Suspense fallback={<Loading kind="stage" />}>
              <LivePlan employee={place.employee} />
            </Suspense>
          </div>
        </div>
      )
    case 'prepare':
      return <Prepare employee={place.employee} quarter={place.quarter} back={back} />
    default:
      return (
        <>
          {me.isManager && me.manager && (
            <TabList
              className={styles.tabs}
              selectedValue={place.page}
              onTabSelect={(_, { value }) => setSubPage(value === 'team' ? 'team' : '')}
            >
              <Tab value="home">My growth</Tab>
              <Tab value="team">My team</Tab>
            </TabList>
          )}
          {place.page === 'team' ? <Team open={setSubPage} /> : <Home open={setSubPage} />}
        </>
      )
  }
}
