// The secret by which a notification proves that it comes from the Graph we asked: only its hash is stored.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 43 characters; Graph takes up to 128. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** SHA-256, hex: what is random in 256 bits needs no salt. */
export const hashOf = (secret: string): string => digest(secret).toString('hex')

/** In constant time. */
export const isSecret = (said: string, hash: string): boolean => timingSafeEqual(digest(said), Buffer.from(hash, 'hex'))
