// Runs before everything else: zod must not try to compile its parsers, which the page's security policy forbids.
import { z } from 'zod'

z.config({ jitless: true })
