// Tokens good and bad, signed with the sandbox's own key or with a foreign one: what a test knocks on the doors with.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { APP_ID, GRAPH_AUDIENCE, TEAMS_CLIENT_ID, TENANT_ID } from '#tests/sandbox/constants.ts'
import { sleep, type TestWorld } from '#tests/world.ts'

export const OTHER_TENANT = 'aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb'
/** The object id of somebody whom the directory does not know. */
export const UNKNOWN = 'dddddddd-1111-4222-8333-eeeeeeeeeeee'
const OTHER_APP = 'cccccccc-1111-4222-8333-dddddddddddd'

export type Made = {
  claims?: JWTPayload
  issuer?: string
  audience?: string
  /** Seconds from now. */
  expires?: number
  notBefore?: number
  /** Claims to leave out. */
  without?: string[]
}
type Keys = { kid: string; privateJwk: JWK; publicJwk: JWK }

export type Mint = {
  /** A tab's token of this person (an object id), changed as asked. */
  tab(person: string, changed?: Made): Promise<string>
  /** The channel's token for the bot. */
  channel(changed?: Made): Promise<string>
  /** The same as `tab` or `channel`, signed by a key that nobody published; `kid` is the published one's. */
  forged(kind: 'tab' | 'channel', person: string, kid?: string): Promise<string>
  /** Every kind of token of this person that must not open anything, by what is wrong with it; null is no token. */
  bad(person: string): Promise<[string, string | null][]>
}

/** A mint that holds the key of this world. */
export async function mintOf(world: TestWorld): Promise<Mint> {
  const keys = await keysOf(world.sandboxData)
  const issuer = `${world.url}/${TENANT_ID}/v2.0`
  const own = await importJWK(keys.privateJwk, 'RS256')
  const foreign = await generateKeyPair('RS256', { extractable: true })

  const sign = (
    base: JWTPayload,
    made: Made,
    key: Parameters<SignJWT['sign']>[0],
    header: { alg: string; kid?: string },
  ) => {
    const now = Math.floor(Date.now() / 1000)
    const claims: JWTPayload = {
      ...base,
      iat: now - 10,
      nbf: now + (made.notBefore ?? -10),
      exp: now + (made.expires ?? 3600),
      ...made.claims,
    }
    for (const name of made.without ?? []) delete claims[name]
    if (made.issuer) claims.iss = made.issuer
    if (made.audience) claims.aud = made.audience
    return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', ...header }).sign(key)
  }
  const tabClaims = (person: string): JWTPayload => ({
    iss: issuer,
    aud: APP_ID,
    oid: person,
    sub: person,
    tid: TENANT_ID,
    name: 'Somebody',
    scp: 'access_as_user',
    ver: '2.0',
    azp: TEAMS_CLIENT_ID,
  })
  const channelClaims: JWTPayload = {
    iss: 'https://api.botframework.com',
    aud: APP_ID,
    serviceurl: `${world.url}/connector/`,
  }
  const header = { alg: 'RS256', kid: keys.kid }
  const tab = (person: string, changed: Made = {}) => sign(tabClaims(person), changed, own, header)
  const channel = (changed: Made = {}) => sign(channelClaims, changed, own, header)
  const forged = (kind: 'tab' | 'channel', person: string, kid = keys.kid) =>
    sign(kind === 'tab' ? tabClaims(person) : channelClaims, {}, foreign.privateKey, { alg: 'RS256', kid })

  async function bad(person: string): Promise<[string, string | null][]> {
    const good = await tab(person)
    const [head = '', payload = '', signature = ''] = good.split('.')
    const unsigned = (alg: string) => `${base64({ alg, typ: 'JWT', kid: keys.kid })}.${payload}`
    // The published key used as a shared secret: the classic confusion of algorithms.
    const shared = new TextEncoder().encode(JSON.stringify(keys.publicJwk))
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    const other = { claims: { tid: OTHER_TENANT }, issuer: `${world.url}/${OTHER_TENANT}/v2.0` }
    return [
      ['no token', null],
      ['an empty token', ''],
      ['no JWT', 'abc'],
      ['three dots', '..'],
      ['expired', await tab(person, { expires: -3600 })],
      ['not valid yet', await tab(person, { notBefore: 3600, expires: 7200 })],
      ['another key under our kid', await forged('tab', person)],
      ['another key under its own kid', await forged('tab', person, 'another')],
      ['a broken signature', `${head}.${payload}.${flipped}`],
      ['another payload', `${head}.${base64({ ...tabClaims(person), exp: 9_999_999_999 })}.${signature}`],
      ['alg none', `${unsigned('none')}.`],
      ['alg HS256', await sign(tabClaims(person), {}, shared, { alg: 'HS256', kid: keys.kid })],
      ['wrong audience', await tab(person, { audience: GRAPH_AUDIENCE })],
      ['audience of the app as an address', await tab(person, { audience: `api://localhost/${APP_ID}` })],
      ['wrong issuer', await tab(person, { issuer: `${world.url}/common/v2.0` })],
      [
        'v1 token',
        await tab(person, {
          issuer: `https://sts.windows.net/${TENANT_ID}/`,
          claims: { ver: '1.0', appid: TEAMS_CLIENT_ID },
          without: ['azp'],
        }),
      ],
      ['v1 claims under the v2 issuer', await tab(person, { claims: { ver: '1.0' } })],
      ['another tenant', await tab(person, other)],
      ['another tenant under our issuer', await tab(person, { claims: { tid: OTHER_TENANT } })],
      ['app-only', await tab(person, { claims: { idtyp: 'app', roles: ['PeopleOps'] }, without: ['scp'] })],
      ['another scope', await tab(person, { claims: { scp: 'openid profile' } })],
      ['a client that is not Teams', await tab(person, { claims: { azp: OTHER_APP } })],
      ['without an expiry', await tab(person, { without: ['exp'] })],
      ['without an object id', await tab(person, { without: ['oid'] })],
      ['an object id that is none', await tab(person, { claims: { oid: 'rafe' } })],
      ['the channel’s token', await channel()],
    ]
  }
  return { tab, channel, forged, bad }
}

const base64 = (of: unknown) => Buffer.from(JSON.stringify(of)).toString('base64url')

async function keysOf(folder: string): Promise<Keys> {
  const file = join(folder, 'world.json')
  for (let tries = 0; !existsSync(file); tries += 1) {
    if (tries > 200) throw new Error(`The sandbox has not written ${file}`)
    await sleep(25)
  }
  return (JSON.parse(readFileSync(file, 'utf8')) as { keys: Keys }).keys
}
