// The very same story on Cosmos DB: the app above the port cannot tell which store it is on.
import { COMPANY, tellStory } from '#tests/story.ts'

tellStory('the built-in company on Cosmos DB', { ...COMPANY, store: 'cosmos' })
