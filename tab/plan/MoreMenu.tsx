// The small menu of an item, seen when the item is pointed at.
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses } from '@fluentui/react-components'
import { MoreHorizontal16Regular } from '@fluentui/react-icons'
import { useQuietStyles } from './quiet.ts'

type Props = { label: string; items: { words: string; keys?: string; onClick: () => void }[]; className?: string }

export function MoreMenu({ label, items, className }: Props) {
  const quiet = useQuietStyles()
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={mergeClasses(quiet.shy, className)}
          appearance="subtle"
          size="small"
          icon={<MoreHorizontal16Regular />}
          aria-label={label}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {items.map(({ words, keys, onClick }) => (
            <MenuItem key={words} onClick={onClick} secondaryContent={keys}>
              {words}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
