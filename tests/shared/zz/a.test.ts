import { it } from '@jest/globals'
it('a', () => {console.log('hi'); setInterval(()=>{},100000)})
it('b', () => {throw new Error('x')})
