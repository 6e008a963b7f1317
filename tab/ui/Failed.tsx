// A screen whose data did not load: what is safe, when it is tried again, and the code for the administrator.
import { Button } from '@fluentui/react-components'
import { CloudSync24Regular } from '@fluentui/react-icons'
import { CalmPage } from './CalmPage.tsx'
import { Refused } from './Refused.tsx'

type Props = {
  /** Subject of the title: 'The plan' did not load. */
  what: string
  error: Error & { status?: number; requestId?: string }
  /** Seconds until the next try by itself; null where trying again by itself would not help. */
  retryIn?: number | null
  retry: () => void
  /** Stands in a page that has a title and a way back of its own. */
  inside?: boolean
}

export function Failed({ what, error, retryIn = null, retry, inside = false }: Props) {
  if (error.status === 403) return <Refused />
  return (
    <CalmPage
      alert
      inside={inside}
      icon={<CloudSync24Regular aria-hidden />}
      title={`${what} did not load`}
      says={retryIn === null ? error.message : `Nothing is lost. We try again in ${seconds(retryIn)}.`}
      actions={
        <Button appearance="primary" onClick={retry}>
          Try now
        </Button>
      }
      foot={error.requestId && `If it keeps failing, give your administrator this code: ${error.requestId}`}
    />
  )
}

const seconds = (count: number) => (count === 1 ? '1 second' : `${count} seconds`)
