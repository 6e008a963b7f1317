// The quiet menu of the plan: its history, and printing it.
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { History20Regular, MoreHorizontal20Regular, Print20Regular } from '@fluentui/react-icons'
import { printPage } from '#tab/ui/paper.ts'

/** `seeHistory` is null while there is none. */
export function PlanMenu({ seeHistory }: { seeHistory: (() => void) | null }) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          data-more
          appearance="subtle"
          icon={<MoreHorizontal20Regular />}
          aria-label={seeHistory ? 'More: history, print' : 'More: print'}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {seeHistory && (
            <MenuItem icon={<History20Regular />} onClick={seeHistory}>
              History
            </MenuItem>
          )}
          <MenuItem icon={<Print20Regular />} onClick={printPage}>
            Print
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
