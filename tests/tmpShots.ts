// Temporary pictures.
import { launch } from '#tests/browser/browser.ts'
import { openSurface, SURFACES, sideways } from '#tests/browser/surfaces.ts'
import { agreeOn, beginDiscussion, plant, RAFE } from '#tests/planted.ts'
import { startWorld } from '#tests/world.ts'
const world = await startWorld()
const browser = await launch()
const { eventId } = await beginDiscussion(world)
await plant(world)
await agreeOn(world)
await world.meeting(eventId, 'end')
await world.advance('P1D')
for (const surface of ['panel', 'stage']) {
  await fetch(`${world.app}/api/plans/${RAFE}`, { headers: { authorization: `Bearer ${await world.token('mona')}`, 'x-surface': surface } })
}
const said: string[] = []
const { inside, show, page } = await openSurface(browser, world.url, SURFACES.HOME, { listen: (p) => { p.on('console', (m) => m.type() === 'error' && said.push(m.text())); p.on('pageerror', (e) => said.push(String(e))) } })
const shot = async (name: string) => {
  for (const [theme, width] of [['light', 1280], ['dark', 760], ['contrast', 400], ['light', 280]] as const) {
    await show(theme, width)
    await page.waitForTimeout(250)
    await (await inside.frameElement()).screenshot({ path: `/tmp/shot-${name}-${theme}-${width}.png` })
    console.log(name, theme, width, await sideways(inside))
  }
}
const menu = () => inside.getByRole('button', { name: /^More/ }).last()
await show('light', 960)
await inside.getByRole('button', { name: /^More: export/ }).click()
await page.waitForTimeout(200)
await (await inside.frameElement()).screenshot({ path: '/tmp/shot-menu.png' })
await inside.getByRole('menuitem', { name: 'Who has seen my plan' }).click()
await inside.getByText('One line a day').waitFor()
await shot('audit')
await inside.getByRole('button', { name: 'My growth' }).click()
await inside.getByRole('button', { name: /^More: export/ }).click()
await inside.getByRole('menuitem', { name: 'Delete everything about me' }).click()
await inside.getByRole('dialog').waitFor()
await shot('dialog')
await inside.getByRole('textbox').fill('Rafe Okafor')
await show('light', 760)
await (await inside.frameElement()).screenshot({ path: '/tmp/shot-dialog-ready.png' })
await show('contrast', 760)
await (await inside.frameElement()).screenshot({ path: '/tmp/shot-dialog-ready-contrast.png' })
await show('dark', 760)
await (await inside.frameElement()).screenshot({ path: '/tmp/shot-dialog-ready-dark.png' })
await world.control('POST', '/sandbox/faults', { target: 'store', status: 503, count: 100000 })
await inside.getByRole('button', { name: 'Delete everything' }).click()
await page.waitForTimeout(700)
await (await inside.frameElement()).screenshot({ path: '/tmp/shot-dialog-error.png' })
await world.control('POST', '/sandbox/faults', { target: 'store', status: 503, count: 0 })
await inside.getByRole('button', { name: 'Delete everything' }).click()
await inside.getByText('Everything about you has been deleted').waitFor()
await shot('erased')
console.log(said, await inside.evaluate(() => document.body.outerHTML.slice(0, 3000)));
await inside.getByRole('button', { name: 'Start again' }).click()
await inside.getByText('Your plan starts here').or(inside.getByText('My growth')).first().waitFor()
await page.waitForTimeout(1500)
await show('light', 960)
await (await inside.frameElement()).screenshot({ path: '/tmp/shot-again.png' })
console.log(said)
await browser.close()
await world.stop()
