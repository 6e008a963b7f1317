// Opens a plan while the code that draws it is still on its way: what goes round it, and then its room.
import type { PlanInfo } from '#shared/api.ts'
import { ApiError, askAhead, call } from '#tab/api.ts'
import { type Host, seenOn, startHost } from '#tab/host.ts'
import { openStorage } from './kept.ts'
import { openRoom, type Room } from './room.ts'

/** Rooms whose screen is not there yet, by employee; each is taken once. */
const rooms = new Map<string, Room>()
/** Whose plan has had a screen: a room that nobody takes would be a window without anybody. */
const taken = new Set<string>()

/** Resolves when the plan can be drawn, or when its screen will have to say why not. */
export async function openAhead(employee: string): Promise<void> {
  // For whom is known only later, and opening it takes its time.
  openStorage().catch(() => {})
  const host = await startHost()
  const info = await askAhead('plan', { params: { employee } })?.catch(() => null)
  if (!info || taken.has(employee)) return
  const room = openOn(host, employee, info)
  rooms.set(employee, room)
  await new Promise<void>((resolve) => {
    const look = () => room.get().phase !== 'opening' && resolve()
    room.subscribe(look)
    look()
  })
}

/** What `takeRoom` will give, as long as nobody has taken it; null where nothing was opened ahead. */
export const roomAhead = (employee: string): Room | null => rooms.get(employee) ?? null

/** The room that was opened ahead, or one that opens now. Whoever takes it closes it. */
export function takeRoom(host: Host, employee: string, info: Pick<PlanInfo, 'document' | 'me'>): Room {
  const ahead = rooms.get(employee)
  rooms.delete(employee)
  taken.add(employee)
  return ahead ?? openOn(host, employee, info)
}

function openOn(host: Host, employee: string, { document, me }: Pick<PlanInfo, 'document' | 'me'>): Room {
  return openRoom({
    document,
    person: me.person,
    surface: seenOn(host.surface),
    token: () => host.token(),
    mayOpen: () =>
      call('plan', { params: { employee } }).then(
        () => true,
        (problem) => !(problem instanceof ApiError && (problem.status === 403 || problem.status === 404)),
      ),
  })
}
