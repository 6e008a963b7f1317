// The sandbox's signing key, and the tokens it signs: for the tab, for the app itself, and for the bot.
import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose'

export type SigningKeys = { kid: string; privateJwk: JWK; publicJwk: JWK }

const LIFE = '1h'

/** Each key as it is used, made once: every request to the sandbox carries a token. */
const ready = new WeakMap<JWK, ReturnType<typeof importJWK>>()
function imported(jwk: JWK): ReturnType<typeof importJWK> {
  const key = ready.get(jwk) ?? importJWK(jwk, 'RS256')
  ready.set(jwk, key)
  return key
}

/** A new RSA 2048 key pair. */
export async function newKeys(): Promise<SigningKeys> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true })
  return { kid: randomUUID(), privateJwk: await exportJWK(privateKey), publicJwk: await exportJWK(publicKey) }
}

/** Signs a token that lives an hour of the machine's own time. */
export async function signToken(keys: SigningKeys, issuer: string, audience: string, claims: JWTPayload) {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keys.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime(LIFE)
    .sign(await imported(keys.privateJwk))
}

/**
 * The roles in the token that this Authorization header carries; null unless it is of this issuer, for this audience, and
 * has not expired.
 */
export async function rolesIn(
  keys: SigningKeys,
  header: string | undefined,
  issuer: string,
  audience: string,
): Promise<string[] | null> {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1]
  if (!token) return null
  const name = `${issuer} ${audience} ${token}`
  const known = verified.get(keys.publicJwk)?.get(name)
  if (known && known.until > Date.now()) return known.roles
  try {
    const key = await imported(keys.publicJwk)
    const { payload } = await jwtVerify(token, key, { issuer, audience, algorithms: ['RS256'] })
    const roles = Array.isArray(payload.roles) ? payload.roles : []
    remember(keys.publicJwk, name, { roles, until: (payload.exp ?? 0) * 1000 })
    return roles
  } catch {
    // Whatever is wrong with a token, the answer is the same 401.
    return null
  }
}

/** Good tokens by key, and by issuer, audience and text: the app comes with one of its own thousands of times. `until` is ms. */
type Verified = { roles: string[]; until: number }
const verified = new WeakMap<JWK, Map<string, Verified>>()
const MOST_REMEMBERED = 100

function remember(key: JWK, name: string, token: Verified): void {
  const all = verified.get(key) ?? new Map<string, Verified>()
  if (all.size >= MOST_REMEMBERED) all.clear()
  verified.set(key, all.set(name, token))
}

/** The public key as a key set; `extra` is laid over each key. */
export const keySet = ({ kid, publicJwk }: SigningKeys, extra: JWK & { endorsements?: string[] } = {} as JWK) => ({
  keys: [{ ...publicJwk, kid, use: 'sig', alg: 'RS256', ...extra }],
})
