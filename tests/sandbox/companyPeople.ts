// The people of the built-in company: two managers, seven employees, people operations and an assistant without the app.

const LONDON = 'GMT Standard Time'
const NEW_YORK = 'Eastern Standard Time'

export type CompanyPerson = {
  id: string
  key: string
  name: string
  title: string
  zone: string
  manager?: string
  installed?: boolean
  appRoles?: string[]
  workingDays?: string[]
  away?: { from: string; to: string }
}

const MONA = '0b6d1c52-7e94-4f3a-9a1d-5c2f8e7b4d10'
const INES = '1f82a7c3-3b5e-4d67-8c90-a4e1d2f6b821'

export const PEOPLE: readonly CompanyPerson[] = [
  { id: MONA, key: 'mona', name: 'Mona Lindqvist', title: 'Head of design', zone: LONDON },
  {
    id: '2c94b8d4-4d6f-4e78-9da1-b5f2e3a7c932',
    key: 'rafe',
    name: 'Rafe Okafor',
    title: 'Product designer',
    zone: LONDON,
    manager: MONA,
  },
  {
    id: '3da5c9e5-5e70-4f89-aeb2-c6a3f4b8da43',
    key: 'leila',
    name: 'Leïla Haddad',
    title: 'Design lead',
    zone: LONDON,
    manager: MONA,
  },
  {
    id: '4eb6daf6-6f81-409a-bfc3-d7b4a5c9eb54',
    key: 'jun',
    name: 'Jun Park',
    title: 'Interaction designer',
    zone: 'India Standard Time',
    manager: MONA,
  },
  {
    id: '5fc7eba7-7a92-41ab-80d4-e8c5b6dafc65',
    key: 'daniel',
    name: 'Daniel Osei',
    title: 'Content designer',
    zone: 'Arabian Standard Time',
    manager: MONA,
    workingDays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday'],
  },
  { id: INES, key: 'ines', name: 'Ines Duarte', title: 'Head of research', zone: NEW_YORK },
  {
    id: '60d8fcb8-8ba3-42bc-91e5-f9d6c7eb0d76',
    key: 'priya',
    name: 'Priya Nair',
    title: 'Senior researcher',
    zone: NEW_YORK,
    manager: INES,
  },
  {
    id: '71e90dc9-9cb4-43cd-a2f6-0ae7d8fc1e87',
    key: 'tomas',
    name: 'Tomás Vidal',
    title: 'Researcher',
    zone: NEW_YORK,
    manager: INES,
  },
  {
    id: '82fa1eda-adc5-44de-b307-1bf8e90d2f98',
    key: 'sofia',
    name: 'Sofia Marchetti',
    title: 'Research operations',
    zone: NEW_YORK,
    manager: INES,
    away: { from: '2026-10-12', to: '2027-01-08' },
  },
  {
    id: '930b2feb-bed6-45ef-8418-2c09fa1e30a9',
    key: 'hanna',
    name: 'Hanna Brandt',
    title: 'People operations',
    zone: LONDON,
    appRoles: ['PeopleOps'],
  },
  {
    id: 'a41c30fc-cfe7-4600-9529-3d1a0b2f41ba',
    key: 'otto',
    name: 'Otto Weber',
    title: 'Executive assistant',
    zone: NEW_YORK,
    installed: false,
  },
]

/** Their main address: first.last, without accents. */
export const mailOf = ({ name }: { name: string }): string =>
  `${name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(' ', '.')}@contoso.test`

/** The person with this key. */
export function person(key: string): CompanyPerson {
  const found = PEOPLE.find((one) => one.key === key)
  if (!found) throw new Error(`The company has no ${key}.`)
  return found
}
