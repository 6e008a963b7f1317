// Entra: verifies the tab's tokens, and gets the app's own.
import type { TokenCredential } from '@azure/identity'
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Tenant } from '#bot/config.ts'
import type { AppTokens, Identity } from '#bot/ports.ts'
import { Refusal } from '#shared/refusal.ts'

/** Teams desktop and mobile, Teams on the web: the clients that may ask for our token (PLATFORM 5.2, 5.3). */
const HOSTS = ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346']

const claims = z.object({
  oid: z.guid(),
  tid: z.guid(),
  name: z.string().default(''),
  scp: z.string(),
  ver: z.literal('2.0'),
  azp: z.string(),
  roles: z.array(z.string()).default([]),
  exp: z.number(),
})

/**
 * Verifies tokens of one tenant for our app: signature, issuer, audience, tenant, time, version 2.0, scope, and the client
 * that asked. Every kind of bad token is refused with the same answer; keys that cannot be fetched are 'unavailable'.
 */
export function entraIdentity(of: { authority: string; tenantId: string; appId: string }): Identity {
  const keys = createRemoteJWKSet(new URL(`${of.authority}/${of.tenantId}/discovery/v2.0/keys`), {
    timeoutDuration: 5000,
  })
  const issuer = `${of.authority}/${of.tenantId}/v2.0`
  return {
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer,
          audience: of.appId,
          algorithms: ['RS256'],
          clockTolerance: 60,
          requiredClaims: ['exp', 'nbf', 'iat'],
        })
        const { oid, tid, name, scp, azp, roles, exp } = claims.parse(payload)
        if (tid !== of.tenantId || !scp.split(' ').includes('access_as_user') || !HOSTS.includes(azp)) throw signIn()
        return { tenant: tid, id: oid, name, roles, expires: exp * 1000 }
      } catch (error) {
        if (error instanceof errors.JWKSTimeout || (error instanceof TypeError && error.message === 'fetch failed'))
          throw new Refusal('unavailable', 'The sign-in service did not answer. Try again in a moment.')
        throw signIn()
      }
    },
  }
}

const signIn = () => new Refusal('signIn', 'Sign in again: Teams did not prove who you are.')

/** The app's own tokens in a real tenant, by secret or by a managed identity that the app trusts (PLATFORM 5.6). */
export function appTokens(tenant: Omit<Tenant, 'teamsAppId'>): AppTokens {
  let made: ReturnType<typeof credentialOf> | null = null
  return async (scope) => {
    made ??= credentialOf(tenant)
    const token = await (await made).getToken(scope)
    if (!token) throw new Error(`No app token for ${scope}`)
    return token.token
  }
}

async function credentialOf({ tenantId, appId, credential }: Omit<Tenant, 'teamsAppId'>): Promise<TokenCredential> {
  // A quarter of a second and 20 MB, for those who use it.
  const { ClientAssertionCredential, ClientSecretCredential, ManagedIdentityCredential } = await import(
    '@azure/identity'
  )
  if ('secret' in credential) return new ClientSecretCredential(tenantId, appId, credential.secret)
  const identity = new ManagedIdentityCredential({ clientId: credential.managedIdentity })
  return new ClientAssertionCredential(
    tenantId,
    appId,
    async () => (await identity.getToken('api://AzureADTokenExchange')).token,
  )
}
