// My growth after everything was deleted: nothing is left, and one way to begin again (R8).
import { Button } from '@fluentui/react-components'
import { LeafTwo24Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { call } from '#tab/api.ts'
import { CalmPage } from '#tab/ui/CalmPage.tsx'

export function Erased({ again }: { again: () => void }) {
  const [state, setState] = useState<'asks' | 'doing'>('asks')
  const [trouble, setTrouble] = useState<string | null>(null)
  const start = async () => {
    setState('doing')
    setTrouble(null)
    try {
      await call('again', { body: {} })
      again()
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : 'That did not work.')
      setState('asks')
    }
  }
  return (
    <CalmPage
      icon={<LeafTwo24Regular aria-hidden />}
      title="Everything about you has been deleted"
      says={trouble ?? 'Growth leaves you alone. Nothing starts again unless you say so.'}
      alert={trouble !== null}
      actions={
        <Button disabledFocusable={state === 'doing'} onClick={() => void start()}>
          Start again
        </Button>
      }
    />
  )
}
