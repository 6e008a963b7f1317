// A new manager: nothing of before is theirs to see until the employee hands it over (R7).
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { useState } from 'react'
import type { Home } from '#shared/api.ts'
import { call } from '#tab/api.ts'

type Props = { home: Home; done: () => void }

/** `home.handOver` is set. */
export function HandOver({ home, done }: Props) {
  const [state, setState] = useState<'asks' | 'doing' | 'failed'>('asks')
  const name = home.handOver?.firstName ?? ''
  const handOver = async () => {
    setState('doing')
    try {
      await call('handOver', { params: { employee: home.me.person.id }, body: {} })
      done()
    } catch {
      setState('failed')
    }
  }
  return (
    <MessageBar layout="multiline" intent={state === 'failed' ? 'error' : 'info'}>
      <MessageBarBody>
        {state === 'failed'
          ? 'It was not handed over. Nothing was changed.'
          : `${name} is your manager now. Your plan and its history are yours alone until you hand them over.`}
      </MessageBarBody>
      <MessageBarActions>
        <Button disabledFocusable={state === 'doing'} onClick={() => void handOver()}>
          {state === 'failed' ? 'Try again' : `Hand over to ${name}`}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}
