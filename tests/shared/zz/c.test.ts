import { it } from '@jest/globals'
it('a', () => {})
