import { it } from '@jest/globals'
import './nope.ts'
it('a', () => {})
