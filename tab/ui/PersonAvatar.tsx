// A person's avatar: initials on the colour that is theirs everywhere.
import type { AvatarProps } from '@fluentui/react-components'
import { Avatar } from '@fluentui/react-components'
import type { Person } from '#shared/api.ts'
import { avatarColor } from './personColor.ts'

type Props = {
  person: Pick<Person, 'id' | 'name'>
  size?: AvatarProps['size']
  /** A ring: the person is here now. */
  ring?: boolean
  /** Replaces the name for a screen reader: "Mona, here, editing Where I’m heading". */
  label?: string
}

export function PersonAvatar({ person, size = 24, ring = false, label }: Props) {
  return (
    <Avatar
      name={person.name}
      aria-label={label ?? person.name}
      color={avatarColor(person.id)}
      size={size}
      active={ring ? 'active' : 'unset'}
      activeAppearance="ring"
    />
  )
}
