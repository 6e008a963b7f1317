// Small valid documents for the store's contract.
import { type Person, recipientPartition } from '#shared/kinds.ts'
import { type Message, owe, type Unsure } from '#shared/outbox/message.ts'
import { DEFAULT_RETENTION, type Settings } from '#shared/settings.ts'

export const TENANT = 'tenant-1'
const RECIPIENT = 'rafe'
export const NOW = '2026-10-06T09:00:00.000Z'
export const AT = (minute: number) => new Date(Date.parse(NOW) + minute * 60_000).toISOString()

export const mine = recipientPartition(TENANT, RECIPIENT)

/** An owed message; its id is `hello:{key}`. */
export const message = (key: string, dueAt: string | null = NOW, recipient = RECIPIENT): Message => ({
  ...owe(
    {
      tenant: TENANT,
      recipient,
      about: 'rafe',
      content: { type: 'hello', manager: 'Mona', answer: null },
      urgency: 'answer',
      key: [key],
    },
    NOW,
  ),
  dueAt,
})
export const unsure = (title: string | null, recipient = RECIPIENT): Unsure => ({
  tenant: TENANT,
  recipient,
  messages: title === null ? [] : [{ id: 'm', at: NOW, title }],
})
export const settings = (tenant: string, fiscalYearStartMonth = 1): Settings => ({
  tenant,
  fiscalYearStartMonth,
  cadence: 'quarterly',
  world: null,
  retention: DEFAULT_RETENTION,
  erasureKey: '',
})
export const person = (id: string, name = id): Person => ({
  tenant: TENANT,
  id,
  directory: {
    id,
    name,
    mail: null,
    userPrincipalName: null,
    proxyAddresses: [],
    enabled: true,
    member: true,
    jobTitle: null,
  },
  mailbox: { zone: 'Europe/London', workingDays: [1, 2, 3, 4, 5], away: null },
  chat: null,
  employees: [],
  manager: null,
  dueAt: null,
})
