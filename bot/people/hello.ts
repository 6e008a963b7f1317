// First contact: the employee hears what the app is and who sees what, and may say no (R0).
import { change, ensure } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { newPair } from '#shared/oneOnOne/pair.ts'
import { type Message, owe, say } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'

/** Owed once for each employee and manager. */
export async function oweHello({ store, clock }: World, employee: Person, managerId: string): Promise<void> {
  const manager = await store.get('person', tenantPartition(employee.tenant), managerId)
  if (!manager) return
  const message = owe(
    {
      tenant: employee.tenant,
      recipient: employee.id,
      about: employee.id,
      content: { type: 'hello', manager: firstName(manager.value.directory.name), answer: null },
      urgency: 'daily',
      key: [managerId],
    },
    clock.now(),
  )
  await ensure(store, 'message', message)
}

/** The employee's answer. Declining leaves them alone, and their manager is told once. */
export async function answerHello(world: World, message: Message, answer: 'yes' | 'no' | null): Promise<void> {
  const { store, clock } = world
  const { tenant, recipient: employee } = message
  const partition = tenantPartition(tenant)
  const person = await store.get('person', partition, employee)
  const manager = person?.value.manager
  if (!person || !manager) return
  await change(store, 'pair', employeePartition(tenant, employee), 'pair', (pair) =>
    pair?.answer === answer ? null : { ...(pair ?? newPair(tenant, employee, manager)), answer },
  )
  await change(store, 'message', recipientPartition(tenant, employee), message.id, (now) =>
    now?.content.type === 'hello' ? say(now, { ...now.content, answer }, clock.now()) : null,
  )
  if (answer === 'no') {
    // What was asked about them is closed: the offers look again.
    for (const { value, version } of await store.list('offer', employeePartition(tenant, employee)))
      await store.put('offer', { ...value, dueAt: clock.now() }, version)
    const name = firstName(person.value.directory.name)
    const news = owe(
      {
        tenant,
        recipient: manager,
        about: employee,
        content: {
          type: 'news',
          title: `${name} would rather not use Growth`,
          text: `Growth leaves ${name} alone from now on. ${name} can change that at any time.`,
          open: null,
        },
        urgency: 'news',
        key: ['declined', employee],
      },
      clock.now(),
    )
    await store.put('message', news, 'absent')
    world.nudge()
  }
}
