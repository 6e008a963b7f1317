// The commands of `npm run store`: what each takes, does and answers.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readStoreConfig, type StoreConfig } from '#bot/config.ts'
import type { Store } from '#bot/ports.ts'
import { Refusal } from '#shared/refusal.ts'
import { backup } from './backup.ts'
import { type Checked, check } from './check.ts'
import { copy } from './copy.ts'
import { faultText } from './fault.ts'
import { openAlone, openExisting } from './open.ts'
import { restore } from './restore.ts'
import { plural, type Run } from './run.ts'
import { verify } from './verify.ts'

export type Answer = { text: string; isGood: boolean }
export type Command = {
  takes: string
  says: string
  /** Said after Ctrl+C. */
  stopped: string
  /** Null where the arguments are none that it takes. */
  begin(args: string[]): ((run: Run) => Promise<Answer>) | null
}

const good = (text: string): Answer => ({ text, isGood: true })
const ONE_FILE = (args: string[], work: (path: string, run: Run) => Promise<Answer>) => {
  const [path] = args
  return args.length === 1 && path && !path.startsWith('-') ? (run: Run) => work(path, run) : null
}
const now = () => new Date().toISOString()

export const COMMANDS: Record<string, Command> = {
  backup: {
    takes: 'FILE',
    says: 'writes everything into FILE, while the app runs',
    stopped: 'Stopped. No file was made; running it again begins anew.',
    begin: (args) =>
      ONE_FILE(args, async (path, run) => {
        const of = await using(openExisting(config(), run), (store) => backup(store, path, now(), run))
        if (of.unreadable > 0)
          run.say(`${plural(of.unreadable, 'document')} cannot be read, and no restore will take them: run check.`)
        return good(`Backed up to ${path}: ${rows(of.documents, of.logs)}.`)
      }),
  },
  restore: {
    takes: 'FILE',
    says: 'fills an empty store from FILE',
    stopped: 'Stopped. The store is not whole yet; running it again goes on and finishes.',
    begin: (args) =>
      ONE_FILE(args, async (path, run) => {
        // The whole file before the store is opened, which would make one where there is none.
        const settings = config()
        const verified = await verify(path, run)
        const of = await using(openAlone(settings, run), (store) => restore(store, verified, run))
        return good(`Restored from ${path}: ${rows(of.documents, of.logs)} in this run.`)
      }),
  },
  check: {
    takes: '',
    says: 'says what in the store is broken or missing; exit code 1 where something is',
    stopped: 'Stopped. Nothing was changed; running it again begins anew.',
    begin: (args) =>
      args.length === 0
        ? async (run) => checkedAnswer(await using(openExisting(config(), run), (store) => check(store, now(), run)))
        : null,
  },
  copy: {
    takes: '--from-sqlite FILE',
    says: 'fills an empty Cosmos DB from an SQLite file that nobody uses',
    stopped: 'Stopped. The target is not whole yet; running it again goes on and finishes.',
    begin: (args) => {
      const file = fromSqlite(args)
      return file === null ? null : (run) => copyFrom(file, run)
    },
  },
  init: {
    takes: '',
    says: 'makes the database and the container in Cosmos DB',
    stopped: 'Stopped. Running it again does what is left.',
    begin: (args) => (args.length === 0 ? init : null),
  },
}

function config(): StoreConfig {
  try {
    return readStoreConfig()
  } catch (error) {
    throw new Refusal('invalid', (error as Error).message)
  }
}

async function using<T>(opening: Promise<Store>, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await opening
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const rows = (documents: number, logs: number) => `${plural(documents, 'document')} and ${plural(logs, 'log')}`

function fromSqlite(args: string[]): string | null {
  const options = { 'from-sqlite': { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: false })
  const file = values['from-sqlite']
  return typeof file === 'string' && Object.keys(values).length === 1 && positionals.length === 0 ? file : null
}

async function copyFrom(file: string, run: Run): Promise<Answer> {
  const target = cosmos()
  if (!existsSync(file)) throw new Refusal('notFound', `There is no store ${file}.`)
  const of = await using(openAlone({ sqlite: file }, run), (source) =>
    using(openAlone({ cosmos: target }, run), (store) => copy(source, store, `${file}.copying`, now(), run)),
  )
  return good(`Copied from ${file} and compared: ${rows(of.documents, of.logs)}, the same in both.`)
}

function cosmos() {
  const settings = config()
  if ('cosmos' in settings) return settings.cosmos
  throw new Refusal('invalid', 'This needs Cosmos DB: set COSMOS_ENDPOINT. An SQLite file makes itself.')
}

async function init(): Promise<Answer> {
  const { makeContainer } = await import('#bot/adapters/cosmos/store.ts')
  const target = cosmos()
  try {
    await makeContainer(target)
  } catch (error) {
    throw new Refusal('unavailable', error instanceof Error ? error.message : 'Cosmos DB did not make it.')
  }
  return good(`The container ${target.container} in the database ${target.database} is there.`)
}

function checkedAnswer({ documents, logs, entries, faults }: Checked): Answer {
  const all = [...documents.values()].reduce((sum, many) => sum + many, 0)
  const kinds = [...documents].sort().map(([kind, many]) => `  ${kind}: ${many}`)
  const errors = faults.filter(({ level }) => level === 'error').length
  const counts = `${rows(all, logs)} with ${entries} entries`
  const verdict = `${plural(errors, 'error')}, ${plural(faults.length - errors, 'warning')}.`
  return { text: [...faults.map(faultText), counts, ...kinds, verdict].join('\n'), isGood: errors === 0 }
}
