// The sandbox's host page: its guide, its links, its address, and what it remembers.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { CalendarEvent, Meeting, Message, Person } from '#tests/sandbox/host/api.ts'
import {
  currentStep,
  firstPair,
  type Happened,
  isDiscussion,
  STEP_COUNT,
  sentences,
  stepsDone,
} from '#tests/sandbox/host/guideSteps.ts'
import { runningOf } from '#tests/sandbox/host/join.ts'
import { destinationOf, destinationOfApp } from '#tests/sandbox/host/links.ts'
import { addressOf, readPlace, viewNames } from '#tests/sandbox/host/place.ts'
import { themeNames } from '#tests/sandbox/host/themes.ts'
import { rememberedTicks, rememberTicks } from '#tests/sandbox/host/ticks.ts'

const AT = '2026-10-06T09:00:00.000Z'
function person(id: string, over: Partial<Person> = {}): Person {
  const name = `${id.charAt(0).toUpperCase()}${id.slice(1)}`
  return { id, key: id, name, firstName: name, role: 'employee', installed: true, managerId: 'mona', ...over }
}
const mona = person('mona', { role: 'manager', managerId: null })
const rafe = person('rafe')
const lea = person('lea')

function event(subject: string | null, ...names: string[]): CalendarEvent {
  const [organizer, ...attendees] = names.map((name) => ({ emailAddress: { name } }))
  return { id: 'e', subject, start: { dateTime: AT }, end: { dateTime: AT }, organizer, attendees }
}
function card(from: Message['from'], words: string): Message {
  const content = { body: [{ type: 'TextBlock', text: words }] }
  return { id: 'm', from, at: AT, activity: { attachments: [{ contentType: 'card', content }] } }
}
function meeting(over: Partial<Meeting> = {}): Meeting {
  return {
    chatId: 'c',
    meetingId: 'm',
    eventId: 'e',
    title: '',
    start: AT,
    end: AT,
    startedAt: AT,
    endedAt: null,
    stage: null,
    people: ['mona', 'rafe'],
    ...over,
  }
}

describe('the guide', () => {
  const nothing: Happened = {
    calendars: [[event('Mona / Rafe', 'Mona', 'Rafe')], []],
    managerChat: [],
    employeeChat: [],
    meetings: [],
    progress: { writers: [], stamps: [] },
    employeeCalendarShown: false,
  }
  const pair = { manager: mona, employee: rafe }
  const asked = card('bot', 'Prepare for your growth discussion')
  const converted = [[], [event('Mona / Rafe · Growth discussion')]]
  const onStage = { url: 'u', by: 'mona' }

  test.each<[string, Partial<Happened>, number[]]>([
    ['nothing', {}, []],
    ['a converted meeting', { calendars: converted }, [0]],
    [
      'a converted meeting, and the employee’s calendar is open',
      { calendars: converted, employeeCalendarShown: true },
      [0, 1],
    ],
    ['the calendar was open before anything was converted', { employeeCalendarShown: true }, []],
    ['only one was asked', { managerChat: [asked] }, []],
    ['both were asked', { managerChat: [asked], employeeChat: [asked] }, [2]],
    [
      'somebody wrote those words',
      { managerChat: [asked], employeeChat: [card('person', 'Prepare for your growth discussion')] },
      [],
    ],
    ['a meeting without a stage', { meetings: [meeting()] }, []],
    ['the stage of others', { meetings: [meeting({ stage: onStage, people: ['mona', 'lea'] })] }, []],
    ['their stage', { meetings: [meeting({ stage: onStage })] }, [3]],
    ['one typed', { progress: { writers: ['mona'], stamps: [] } }, []],
    ['both typed, one agreed', { progress: { writers: ['mona', 'rafe'], stamps: ['rafe'] } }, [4]],
    ['both agreed', { progress: { writers: [], stamps: ['rafe', 'mona'] } }, [5]],
    ['the action check, at the manager', { managerChat: [card('bot', 'How is it going?')] }, []],
    ['the action check', { employeeChat: [card('bot', 'How is it going?')] }, [6]],
  ])('%s', (_, happened, done) => {
    expect([...stepsDone(pair, { ...nothing, ...happened }, new Set())]).toEqual(done)
  })

  test('a step never comes undone, and the first open one is next', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: STEP_COUNT - 1 })), (ticks) => {
        const done = stepsDone(pair, nothing, new Set(ticks))
        expect(done).toEqual(new Set(ticks))
        const open = Array.from({ length: STEP_COUNT }, (_, step) => step).filter((step) => !ticks.includes(step))
        expect(currentStep(done)).toBe(open[0] ?? null)
      }),
    )
    expect(sentences(pair)).toHaveLength(STEP_COUNT)
  })

  test.each([
    ['Mona / Rafe · Growth discussion', true],
    ['Growth discussion', false],
    [null, false],
  ])('“%s” is the name of a discussion: %s', (subject, is) => {
    expect(isDiscussion(event(subject))).toBe(is)
  })

  test.each<[string, Person[], CalendarEvent[], string | null]>([
    ['who shares a meeting of two comes first', [mona, rafe, lea], [event('', 'Mona', 'Lea')], 'lea'],
    ['whoever organizes it', [mona, rafe, lea], [event('', 'Lea', 'Mona')], 'lea'],
    ['a third person spoils it', [mona, rafe, lea], [event('', 'Mona', 'Lea', 'Rafe')], 'rafe'],
    ['without meetings the first employee', [mona, rafe, lea], [], 'rafe'],
    ['who has the app goes first', [mona, person('rafe', { installed: false }), lea], [], 'lea'],
    ['nobody has it', [mona, person('rafe', { installed: false })], [], 'rafe'],
    ['no manager', [rafe, lea], [], null],
    ['a manager without employees', [mona, person('ada', { managerId: 'other' })], [], null],
  ])('whom it shows: %s', (_, people, calendar, employee) => {
    expect(firstPair(people, calendar)?.employee.id ?? null).toBe(employee)
  })

  test('a room is nobody', () => {
    const room = { emailAddress: { name: 'Room 4' }, type: 'resource' }
    const meet = event('', 'Mona', 'Lea')
    expect(firstPair([mona, rafe, lea], [{ ...meet, attendees: [...(meet.attendees ?? []), room] }])?.employee).toBe(
      lea,
    )
  })
})

test('a person’s meeting is one that runs and that they are invited to', () => {
  const over = meeting({ meetingId: 'over', endedAt: AT })
  const others = meeting({ meetingId: 'others', people: ['lea'] })
  const own = meeting({ meetingId: 'own' })
  expect(runningOf([over, others, own], 'rafe')).toBe(own)
  expect(runningOf([over, others], 'rafe')).toBeNull()
})

describe('a link', () => {
  const APP = 'app-1'
  const context = (value: unknown) => encodeURIComponent(JSON.stringify(value))
  const tab = (entityId: string, subEntityId: string) => ({ kind: 'tab', entityId, subEntityId })
  const entity = 'https://teams.microsoft.com/l/entity'
  test.each<[string, object | null]>([
    [`${entity}/app-1/home?context=${context({ subEntityId: 'plan/rafe' })}`, tab('home', 'plan/rafe')],
    [`${entity}/app-1/home?tenantId=t`, tab('home', '')],
    [`${entity}/app-1`, tab('home', '')],
    [`${entity}/app-1/a%20b`, tab('a b', '')],
    [`${entity}/app-1/50%`, tab('50%', '')],
    [`${entity}/app-1/home?context=%7Bbroken`, tab('home', '')],
    [`${entity}/app-1/home?context=null`, tab('home', '')],
    [`${entity}/app-1/home?context=${context({ subEntityId: 7 })}`, tab('home', '')],
    [`${entity}/another/home`, { kind: 'web', url: `${entity}/another/home` }],
    ['https://teams.microsoft.com/l/chat/0/0?users=x', { kind: 'chat' }],
    ['https://teams.example.com/l/chat/0/0', { kind: 'web', url: 'https://teams.example.com/l/chat/0/0' }],
    ['http://localhost:3978/tab/home', { kind: 'web', url: 'http://localhost:3978/tab/home' }],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['/relative', null],
    ['', null],
  ])('%s', (link, destination) => {
    expect(destinationOf(link, APP)).toEqual(destination)
  })

  test('no text makes it throw', () => {
    const part = fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc.string().map((end) => `${entity}/app-1/${end}`),
    )
    fc.assert(fc.property(fc.oneof(part, fc.string()), (link) => destinationOf(link, APP) !== undefined))
  })

  test.each<[unknown, object | null]>([
    [{ appId: APP, pageId: 'home', subPageId: 'team' }, tab('home', 'team')],
    [{ appId: { toString: '' }, pageId: 'home' }, tab('home', '')],
    [{ appId: APP, pageId: 3 }, tab('home', '')],
    ['home', null],
    [null, null],
  ])('navigateToApp %j', (parameters, destination) => {
    expect(destinationOfApp(parameters)).toEqual(destination)
  })
})

describe('the address', () => {
  test.each([
    ['', '', { person: null, view: 'chat', theme: 'light' }],
    ['?person=rafe&view=meeting&theme=dark', '', { person: 'rafe', view: 'meeting', theme: 'dark' }],
    ['?person=rafe&view=calendar', '#view=growth', { person: 'rafe', view: 'growth', theme: 'light' }],
    ['?view=kitchen&theme=pink', '', { person: null, view: 'chat', theme: 'light' }],
  ])('%s%s', (search, hash, place) => {
    expect(readPlace(search, hash)).toEqual(place)
  })

  test('leads back to its place', () => {
    const place = fc.record({
      person: fc.string({ unit: 'binary' }).filter((id) => id.isWellFormed()),
      view: fc.constantFrom(...viewNames),
      theme: fc.constantFrom(...themeNames),
    })
    fc.assert(
      fc.property(place, (one) => {
        expect(readPlace(new URL(addressOf(one), 'http://host').search, '')).toEqual(one)
      }),
    )
    expect(addressOf({ person: null, view: 'chat', theme: 'light' })).toBe('/')
  })
})

describe('the ticks', () => {
  /** As a browser tab has it: texts by key. Without one, storage is blocked. */
  function storage(kept: Map<string, string> | null): void {
    const sessionStorage = kept && {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    }
    Object.defineProperty(globalThis, 'sessionStorage', { value: sessionStorage, configurable: true })
  }

  test('are kept world by world', () => {
    storage(new Map())
    rememberTicks('one', new Set([0, 2]))
    expect([...rememberedTicks('one')]).toEqual([0, 2])
    expect(rememberedTicks('two').size).toBe(0)
  })

  test.each(['{"a":1}', '["0"]', 'broken', 'null'])('of %s there are none', (text) => {
    storage(new Map([['sandbox-guide:one', text]]))
    expect(rememberedTicks('one').size).toBe(0)
  })

  test('without storage there are none, and nothing breaks', () => {
    storage(null)
    rememberTicks('one', new Set([1]))
    expect(rememberedTicks('one').size).toBe(0)
  })
})
