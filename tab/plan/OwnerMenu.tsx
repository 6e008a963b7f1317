// Who does an action: a first name that can be pressed to choose the other one.
import {
  Button,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useId } from 'react'
import { useEditing } from './editing.ts'
import { UnderField } from './UnderField.tsx'

const useStyles = makeStyles({
  button: {
    minWidth: 0,
    height: 'auto',
    padding: '0 4px',
    margin: '0 -4px',
    border: 'none',
    fontSize: 'inherit',
    lineHeight: 'inherit',
    fontWeight: 'inherit',
    color: 'inherit',
    ':hover': { color: 'inherit', backgroundColor: tokens.colorNeutralBackground1Hover },
  },
})

type Props = { owner: string; of: string; field: string; choose: (owner: string) => void }

export function OwnerMenu({ owner, of, field, choose }: Props) {
  const styles = useStyles()
  const { info, problems } = useEditing()
  const under = useId()
  const both = [info.employee, info.manager]
  // A former manager may still own an action: their name is among those mentioned.
  const name = [...both, ...info.people].find(({ id }) => id === owner)?.firstName
  const sentence = problems.get(field)
  return (
    <>
      <Menu checkedValues={{ owner: [owner] }} onCheckedValueChange={(_, now) => choose(now.checkedItems[0] ?? '')}>
        <MenuTrigger disableButtonEnhancement>
          <Button
            className={styles.button}
            appearance="transparent"
            size="small"
            aria-label={`Owner of ${of}: ${name ?? 'who?'}`}
            aria-describedby={sentence ? under : undefined}
          >
            {name ?? 'who?'}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {both.map(({ id, firstName }) => (
              <MenuItemRadio key={id} name="owner" value={id}>
                {firstName}
              </MenuItemRadio>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {sentence && <UnderField id={under} sentence={sentence} failed />}
    </>
  )
}
