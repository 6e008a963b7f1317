// The kind of an action, as its icon; pressing it changes the kind.
import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, makeStyles } from '@fluentui/react-components'
import { ACTION_KINDS, type ActionKind } from '#shared/plan/plan.ts'
import { KIND_WORDS, KindIcon } from '#tab/ui/KindIcon.tsx'

const useStyles = makeStyles({
  button: { minWidth: '24px', width: '24px', height: '24px', padding: 0, border: 'none' },
})

type Props = { kind: ActionKind; of: string; choose: (kind: ActionKind) => void }

export function KindMenu({ kind, of, choose }: Props) {
  const styles = useStyles()
  return (
    <Menu
      checkedValues={{ kind: [kind] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const chosen = ACTION_KINDS.find((one) => one === checkedItems[0])
        if (chosen) choose(chosen)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.button}
          appearance="transparent"
          icon={<KindIcon kind={kind} />}
          aria-label={`Kind of ${of}: ${KIND_WORDS[kind]}`}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {ACTION_KINDS.map((one) => (
            <MenuItemRadio key={one} name="kind" value={one} icon={<KindIcon kind={one} />}>
              {KIND_WORDS[one]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
