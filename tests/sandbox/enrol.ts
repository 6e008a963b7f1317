// Announcing a world to the app: who has it installed, once for each world.
import { appAnswers, settle, tellReset } from './app.ts'
import { sendInstallation } from './bot.ts'
import { changed, type Sandbox } from './sandbox.ts'

/** Sends the installation of everybody who has the app, then waits until that has settled. */
export async function announce(sandbox: Sandbox): Promise<void> {
  const { world } = sandbox
  if (!world.announced) {
    for (const person of world.people.filter(({ installed }) => installed)) {
      await sendInstallation(sandbox, person, 'add')
    }
    world.announced = true
    changed(sandbox, { kind: 'world' })
  }
  await settle(sandbox)
}

/** A fresh world at the sandbox's start, while an app from before still runs: wipe that app and announce. */
export async function announceToRunningApp(sandbox: Sandbox): Promise<void> {
  if (!(await appAnswers(sandbox))) return
  await sandbox.inTurn(async () => {
    // The app may have announced itself in the meantime.
    if (sandbox.world.announced) return
    await tellReset(sandbox)
    await announce(sandbox)
  })
}
