// Runs `node bot/cli/….ts` as the administrator does: a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Run } from '#bot/cli/store/run.ts'
import { sleep } from '#tests/world.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Everything that any of them said, for looking that none of it is what people wrote. */
export const heard: string[] = []
/** For calling a command's function. */
export const quiet: Run = { say: (line) => void heard.push(line), signal: new AbortController().signal }

export type Ran = { code: number | null; stdout: string; stderr: string }

export const start = (env: Record<string, string>, ...args: string[]) => begin('store.ts', env, args)

/** Another of the commands; not spawnSync, because the sandbox it asks may live in this process. */
export const runCommand = (file: string, env: Record<string, string>, ...args: string[]): Promise<Ran> =>
  begin(file, env, args).ended

function begin(
  file: string,
  env: Record<string, string>,
  args: string[],
): { child: ChildProcess; ended: Promise<Ran> } {
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, NODE_ENV: ___, ...outer } = process.env
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `bot/cli/${file}`, ...args], {
    cwd: ROOT,
    env: { ...outer, COSMOS_ENDPOINT: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    said.stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    said.stderr += String(chunk)
  })
  const ended = new Promise<Ran>((resolve) =>
    child.once('close', (code) => {
      heard.push(said.stdout, said.stderr)
      resolve({ code, ...said })
    }),
  )
  return { child, ended }
}

export const run = (env: Record<string, string>, ...args: string[]): Promise<Ran> => start(env, ...args).ended

/** The same, sent a signal as soon as `when` holds; the signal finds it at work, or the test says that it did not. */
export async function stop(
  { child, ended }: ReturnType<typeof start>,
  signal: 'SIGKILL' | 'SIGINT',
  when: () => Promise<boolean>,
): Promise<Ran> {
  while (child.exitCode === null && !(await when())) await sleep(10)
  child.kill(signal)
  return ended
}
