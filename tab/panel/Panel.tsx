// The side panel of a meeting: finds out which 1-1 this is, and shows its discussion or its ordinary week.
import { useState } from 'react'
import { useLoad } from '#tab/api.ts'
import { useHost } from '#tab/host.ts'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { AskPanel } from './AskPanel.tsx'
import { DiscussionPanel } from './DiscussionPanel.tsx'
import { OrdinaryPanel } from './OrdinaryPanel.tsx'
import { useFresh } from './useFresh.ts'

type Which = { employee: string; quarter: string }

export function Panel() {
  const { chatId } = useHost()
  const [chosen, setChosen] = useState<Which | null>(null)
  // Outside of a chat there is nothing to look up; the empty name is answered like a meeting of strangers.
  const { data, error, retryIn, reload } = useLoad('meeting', { query: { chat: chatId ?? 'none' } })
  useFresh(reload)
  if (chosen) return <DiscussionPanel {...chosen} />
  if (!data && error) return <Failed what="Your 1-1" error={error} retryIn={retryIn} retry={reload} />
  if (!data) return <Loading kind="panel" />
  if (data.mode === 'discussion') return <DiscussionPanel employee={data.employee.id} quarter={data.quarter.key} />
  if (data.mode === 'ordinary') return <OrdinaryPanel meeting={data} />
  const choose = (head: { employee: { id: string }; quarter: { key: string } }) =>
    setChosen({ employee: head.employee.id, quarter: head.quarter.key })
  return <AskPanel meeting={data} choose={choose} />
}
