// A person's colour, the same on every surface: avatar, ring of who is here, caret and its flag.
import type { AvatarNamedColor } from '@fluentui/react-components'
import { tokens } from '@fluentui/react-components'

type Paint = { background: string; foreground: string; border: string }

// Hues that stay apart from each other, from the brand's violet and from the reds and greens that mean something.
const COLORS: [AvatarNamedColor, Paint][] = [
  ['teal', paint('Teal')],
  ['lilac', paint('Lilac')],
  ['brass', paint('Brass')],
  ['steel', paint('Steel')],
  ['pumpkin', paint('Pumpkin')],
  ['royal-blue', paint('RoyalBlue')],
  ['forest', paint('Forest')],
  ['gold', paint('Gold')],
  ['pink', paint('Pink')],
  ['brown', paint('Brown')],
  ['light-teal', paint('LightTeal')],
  ['grape', paint('Grape')],
  ['beige', paint('Beige')],
  ['navy', paint('Navy')],
]

type Hue =
  | 'Teal'
  | 'Lilac'
  | 'Brass'
  | 'Steel'
  | 'Pumpkin'
  | 'RoyalBlue'
  | 'Forest'
  | 'Gold'
  | 'Pink'
  | 'Brown'
  | 'LightTeal'
  | 'Grape'
  | 'Beige'
  | 'Navy'

function paint(hue: Hue): Paint {
  return {
    background: tokens[`colorPalette${hue}Background2`],
    foreground: tokens[`colorPalette${hue}Foreground2`],
    border: tokens[`colorPalette${hue}BorderActive`],
  }
}

/** FNV-1a over the id: ids of one directory often differ in their last digits only. */
function pick(id: string): [AvatarNamedColor, Paint] {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0
  return COLORS[((hash ^ (hash >>> 15)) >>> 0) % COLORS.length] as [AvatarNamedColor, Paint]
}

/** Theme tokens of a person's colour, for carets, flags and rings. */
export function personColor(id: string): Paint {
  return pick(id)[1]
}

/** The same colour by Avatar's name for it. */
export function avatarColor(id: string): AvatarNamedColor {
  return pick(id)[0]
}
