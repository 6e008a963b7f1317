// What was changed here is taken back here (R9), and what the other one did stays.
import { expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { aspirationOf, layOut, planOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, moveAction, ownHistory, removeItem, setAction } from '#shared/plan/edit.ts'

/** Two people with one plan: what `here` does is one's own. */
function two() {
  const [here, there] = [new Y.Doc(), new Y.Doc()]
  layOut(there)
  for (const area of ['f', 'g']) addFocusArea(there, { id: area })
  addAction(there, 'f', { id: '1', title: 'Lead', firstStep: 'ask' })
  const sync = () => {
    Y.applyUpdate(here, Y.encodeStateAsUpdate(there), 'network')
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here), 'network')
    expect(planOf(here)).toEqual(planOf(there))
    return planOf(here)
  }
  sync()
  return { here, there, sync, history: ownHistory(here) }
}

test('what was removed comes back whole, in its place, with what the other one did meanwhile', () => {
  const { here, there, sync, history } = two()
  addAction(there, 'f', { id: '2', title: 'Read' })
  const before = sync()
  removeItem(here, 'f')
  expect(sync().focusAreas.map(({ id }) => id)).toEqual(['g'])
  addAction(there, 'g', { id: '3', title: 'Ask' })
  sync()
  history.undo()
  const [f, g] = sync().focusAreas
  expect(f).toEqual(before.focusAreas[0])
  expect(g?.actions.map(({ title }) => title)).toEqual(['Ask'])
  expect(history.undo()).toBeNull()
})

test('a step back takes back what was typed and moved here, never what was typed there', () => {
  const { here, there, sync, history } = two()
  setAction(here, '1', 'title', 'Lead a team')
  history.stopCapturing()
  moveAction(here, '1', 'g', null)
  sync()
  setAction(there, '1', 'firstStep', 'ask Ines')
  aspirationOf(there)?.insert(0, 'Lead')
  sync()
  history.undo()
  expect(sync().focusAreas.map(({ actions }) => actions.length)).toEqual([1, 0])
  history.undo()
  expect(sync().focusAreas[0]?.actions[0]).toMatchObject({ title: 'Lead', firstStep: 'ask Ines' })
  expect(history.undo()).toBeNull()
  expect(sync().aspiration).toBe('Lead')
  history.redo()
  expect(sync().focusAreas[0]?.actions[0]?.title).toBe('Lead a team')
})

test('where the other one wrote over it, theirs stays, and what was taken out here comes back beside it', () => {
  const { here, there, sync, history } = two()
  setAction(here, '1', 'title', 'Mine')
  sync()
  setAction(there, '1', 'title', 'Theirs')
  sync()
  history.undo()
  expect(['LeadTheirs', 'TheirsLead']).toContain(sync().focusAreas[0]?.actions[0]?.title)
})

test('of what is chosen, theirs stays alone', () => {
  const { here, there, sync, history } = two()
  setAction(here, '1', 'owner', 'mine')
  sync()
  setAction(there, '1', 'owner', 'theirs')
  sync()
  history.undo()
  expect(sync().focusAreas[0]?.actions[0]?.owner).toBe('theirs')
})
