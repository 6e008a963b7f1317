// The way back to the page that this one was opened from, with its name.
import { Button } from '@fluentui/react-components'
import { ArrowLeft16Regular } from '@fluentui/react-icons'
import { useArrival } from './useArrival.ts'

/** Where it leads, as that page is titled, and how to go there. */
export type Back = { to: string; go: () => void }

export function BackButton({ to, go, className }: Back & { className?: string }) {
  return (
    <Button
      ref={useArrival<HTMLButtonElement>()}
      className={className}
      appearance="subtle"
      size="small"
      icon={<ArrowLeft16Regular />}
      onClick={go}
    >
      {to}
    </Button>
  )
}
