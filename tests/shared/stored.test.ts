// One stored example of every version of every kind: all of them can be read, and read as the newest.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { isKind, KINDS, type Kind, parseKind, placeOf, schemaOf } from '#shared/kinds.ts'
import { fromVersion1 as offerFromVersion1 } from '#shared/offer/offer.ts'
import { fromVersion1 as pairFromVersion1, fromVersion2 as pairFromVersion2 } from '#shared/oneOnOne/pair.ts'
import { fromVersion1 as messageFromVersion1 } from '#shared/outbox/message.ts'
import { planHeadFromVersion1 } from '#shared/plan/revision.ts'
import {
  DEFAULT_RETENTION,
  fromVersion1 as settingsFromVersion1,
  fromVersion2 as settingsFromVersion2,
} from '#shared/settings.ts'

const EXAMPLES: Record<string, Record<string, unknown>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/stored.json'), 'utf8'),
)
const all = Object.entries(EXAMPLES).flatMap(([kind, versions]) =>
  Object.entries(versions).map(([version, json]) => [kind, Number(version), json] as const),
)

test('there is an example of every version of every kind, and of nothing else', () => {
  const expected = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
    Array.from({ length: schemaOf(kind) }, (_, n) => `${kind} ${n + 1}`),
  )
  expect(all.map(([kind, version]) => `${kind} ${version}`).sort()).toEqual(expected.sort())
})

describe('a stored document', () => {
  test.each(all)('%s of version %i is read as the newest, in its place', (kind, version, json) => {
    if (!isKind(kind)) throw new Error(`${kind} is no kind`)
    const read = parseKind(kind, 'id', json, version)
    const place = placeOf(kind, read)
    expect(place.partition).toMatch(/^(tenant|employee|recipient)\/./)
    expect(place.id).not.toBe('')
    // Written back and read again, it is the same.
    expect(parseKind(kind, 'id', JSON.parse(JSON.stringify(read)))).toEqual(read)
    if (version === schemaOf(kind)) expect(read).toEqual(json)
  })

  test.each(Object.keys(KINDS) as Kind[])('%s of a version that is not known yet is refused', (kind) => {
    const [newest] = Object.values(EXAMPLES[kind] ?? {}).slice(-1)
    expect(() => parseKind(kind, 'some-id', newest, schemaOf(kind) + 1)).toThrow(/some-id is of version .*update/)
  })
})

describe('upgrades say what the older version meant', () => {
  test('settings knew no retention', () => {
    expect(settingsFromVersion1({ tenant: 't', fiscalYearStartMonth: 7, world: null })).toEqual({
      tenant: 't',
      fiscalYearStartMonth: 7,
      world: null,
      retention: DEFAULT_RETENTION,
      erasureKey: '',
    })
  })
  test('a pair knew only the present manager', () => {
    expect(pairFromVersion1({ manager: 'mona' })).toEqual({ manager: 'mona', managers: ['mona'] })
  })
  test('a pair knew no meetings organized by a third person, and one cadence', () => {
    expect(pairFromVersion2({ manager: 'mona' })).toEqual({ manager: 'mona', possible: [], ours: [], cadence: null })
    expect(settingsFromVersion2({ tenant: 't' })).toEqual({ tenant: 't', cadence: 'quarterly' })
  })
  test('nobody could ask for a discussion, and every conversion renamed the invitation', () => {
    expect(offerFromVersion1({ asked: 1 })).toEqual({ asked: 1, request: null })
    const converted = { name: 'converted', at: 'a', start: 's', prepareOn: 'd' }
    expect(messageFromVersion1({ content: { type: 'offer', outcome: converted } })).toEqual({
      content: { type: 'offer', outcome: { ...converted, renamed: true }, request: null, others: 'none' },
    })
    expect(messageFromVersion1({ content: { type: 'offer', outcome: null } })).toMatchObject({
      content: { outcome: null },
    })
    expect(messageFromVersion1({ content: { type: 'hello' } })).toEqual({ content: { type: 'hello' } })
  })
  test("a plan's agreement was settled before it was written down", () => {
    expect(planHeadFromVersion1({ latest: 2 })).toEqual({ latest: 2, settling: null })
  })
})
