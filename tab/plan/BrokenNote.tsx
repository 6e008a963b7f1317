// Stands above a plan of whose log something could not be read, and leads to the last revision that both agreed on.
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'

type Props = {
  /** Number of the last agreed revision; null before the first. */
  agreed: number | null
  see: () => void
}

export function BrokenNote({ agreed, see }: Props) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>Part of this plan could not be read.</MessageBarTitle> It is set aside, not deleted. Something
        may be missing here until your administrator has looked at it.
      </MessageBarBody>
      {agreed !== null && (
        <MessageBarActions>
          <Button onClick={see}>See revision {agreed}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
