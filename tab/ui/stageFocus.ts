// What is being edited on the stage, told to the panel beside it: both are pages of ours in one person's Teams, so no server is asked.
import { useEffect, useState } from 'react'

export type StageFocus = {
  /** Whose plan is on the stage. */
  employee: string
  /** First name of who is editing; null for the person whose Teams this is. */
  who: string | null
  /** The kind of agenda point that talks about it. */
  point: 'direction' | 'growth' | 'agree'
  /** Which part of the plan, in words. */
  part: string
}

/** Said on the channel: where the focus is, or a panel that has just opened and wants to know. */
type Said = StageFocus | 'nowhere' | 'where?'

const CHANNEL = 'growth-stage'

/** Old browsers have no channel: then the panel points at nothing. */
const openChannel = () => (typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL))

/** For the stage: tells the panel where the focus is; null is nowhere. `active` is false on every other surface. */
export function useTellFocus(focus: StageFocus | null, active: boolean): void {
  const said = JSON.stringify(focus)
  useEffect(() => {
    const channel = active ? openChannel() : null
    if (!channel) return
    const tell = () => channel.postMessage(said === 'null' ? 'nowhere' : JSON.parse(said))
    channel.onmessage = ({ data }: MessageEvent<Said>) => data === 'where?' && tell()
    tell()
    return () => channel.close()
  }, [said, active])
  useEffect(() => {
    if (!active) return
    const leave = () => {
      const channel = openChannel()
      channel?.postMessage('nowhere')
      channel?.close()
    }
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [active])
}

/** For the panel: where the focus is on the stage that shows this employee's plan; null while it is nowhere. */
export function useStageFocus(employee: string): StageFocus | null {
  const [focus, setFocus] = useState<StageFocus | null>(null)
  useEffect(() => {
    const channel = openChannel()
    if (!channel) return
    channel.onmessage = ({ data }: MessageEvent<Said>) => {
      if (data !== 'where?') setFocus(data === 'nowhere' || data.employee !== employee ? null : data)
    }
    channel.postMessage('where?')
    return () => channel.close()
  }, [employee])
  return focus
}
