// The quiet menu of one row: how often the two talk, and a discussion by hand where none is due (R2, R4).
import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { MoreHorizontal20Regular } from '@fluentui/react-icons'
import type { Me, TeamRow } from '#shared/api.ts'
import { dayShort, localOf } from '#shared/time.ts'

const WORDS = { quarterly: 'Every quarter', halfYearly: 'Twice a year' } as const

type Props = {
  row: TeamRow
  me: Me
  choose: (cadence: TeamRow['cadence']) => void
  convert: (eventId: string) => void
}

export function RowMenu({ row, me, choose, convert }: Props) {
  const { employee, free, cadence } = row
  return (
    <Menu
      checkedValues={{ cadence: [cadence] }}
      onCheckedValueChange={(_, { checkedItems: [chosen] }) => choose(chosen === 'halfYearly' ? chosen : 'quarterly')}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontal20Regular />}
          aria-label={`More about ${employee.firstName}: how often you two talk`}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {row.next === 'notDue' && free && (
            <>
              <MenuItem onClick={() => convert(free.eventId)}>
                Convert {dayShort(localOf(free.start, me.zone).day, me.today)} all the same
              </MenuItem>
              <MenuDivider />
            </>
          )}
          {(['quarterly', 'halfYearly'] as const).map((one) => (
            <MenuItemRadio key={one} name="cadence" value={one}>
              {WORDS[one]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
