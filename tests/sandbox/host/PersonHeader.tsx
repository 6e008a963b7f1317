// The top of a column: who it is, the menu to become somebody else, and a window of their own.
import {
  Avatar,
  Button,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import { ChevronDown12Regular, Open16Regular } from '@fluentui/react-icons'
import { avatarColor } from '#tab/ui/personColor.ts'
import type { HostState, Person } from './api.ts'
import { addressOf, type ViewName } from './place.ts'
import type { ThemeName } from './themes.ts'

const useStyles = makeStyles({
  header: {
    display: 'flex',
    alignItems: 'center',
    flexShrink: 0,
    gap: tokens.spacingHorizontalS,
    minHeight: '40px',
    padding: `0 ${tokens.spacingHorizontalS} 0 ${tokens.spacingHorizontalXS}`,
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  picker: {
    minWidth: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    gap: tokens.spacingHorizontalS,
    justifyContent: 'flex-start',
  },
  fixed: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
    padding: `0 ${tokens.spacingHorizontalS}`,
  },
  heading: { display: 'flex', minWidth: 0, margin: 0, font: 'inherit' },
  name: { fontWeight: 600, color: tokens.colorNeutralForeground1, textAlign: 'left' },
  role: { color: tokens.colorNeutralForeground3 },
  own: { marginLeft: 'auto' },
  list: { maxHeight: '70vh', overflowY: 'auto' },
  option: { display: 'flex', flexDirection: 'column' },
})

const roleWords: Record<Person['role'], string> = {
  manager: 'manager',
  employee: 'employee',
  peopleOps: 'people ops',
  other: 'no role here',
}

interface Props {
  person: Person
  state: HostState
  theme: ThemeName
  view: ViewName
  onPick?: (person: Person) => void
}

export function PersonHeader({ person, state, theme, view, onPick }: Props) {
  const styles = useStyles()
  const who = (
    <>
      <Avatar name={person.name} color={avatarColor(person.id)} size={24} aria-hidden="true" />
      <span className={styles.name}>{person.name}</span>
      <Text className={styles.role}>{roleWords[person.role]}</Text>
    </>
  )
  if (!onPick)
    return (
      <header className={styles.header}>
        <h2 className={mergeClasses(styles.heading, styles.fixed)}>{who}</h2>
      </header>
    )
  const label = `Open ${person.name} in a window of their own`
  return (
    <header className={styles.header}>
      <h2 className={styles.heading}>
        <Menu
          positioning="below-start"
          checkedValues={{ person: [person.id] }}
          onCheckedValueChange={(_, { checkedItems }) => {
            const picked = state.people.find(({ id }) => id === checkedItems[0])
            if (picked) onPick(picked)
          }}
        >
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" className={styles.picker} title="Show somebody else here">
              {who}
              <ChevronDown12Regular className={styles.role} />
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList className={styles.list}>
              {state.people.map((option) => (
                <MenuItemRadio
                  key={option.id}
                  name="person"
                  value={option.id}
                  icon={<Avatar name={option.name} color={avatarColor(option.id)} size={24} aria-hidden />}
                >
                  <span className={styles.option}>
                    {option.name}
                    <Text size={200} className={styles.role}>
                      {option.jobTitle ? `${option.jobTitle} · ` : ''}
                      {roleWords[option.role]}
                      {option.installed ? '' : ' · without the app'}
                    </Text>
                  </span>
                </MenuItemRadio>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      </h2>
      <Tooltip content={label} relationship="label">
        <Button
          as="a"
          className={styles.own}
          size="small"
          appearance="subtle"
          icon={<Open16Regular />}
          href={addressOf({ person: person.key, view, theme })}
          target="_blank"
          rel="noopener"
        />
      </Tooltip>
    </header>
  )
}
