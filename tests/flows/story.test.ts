// The story on SQLite, in the built-in company and in a tenant file.
import { existsSync, readFileSync } from 'node:fs'
import { COMPANY, tellStory } from '#tests/story.ts'

const LONDON = '../shared/inputs/tenants/weekly-london.json'

tellStory('the built-in company on SQLite', { ...COMPANY, store: 'sqlite' })
// The real file is not part of the project: the case is told where it is there.
if (existsSync(LONDON))
  tellStory('weekly-london.json', {
    whole: false,
    store: 'sqlite',
    offerBy: '2026-10-02T12:00:00.000Z',
    tenant: JSON.parse(readFileSync(LONDON, 'utf8')),
  })
