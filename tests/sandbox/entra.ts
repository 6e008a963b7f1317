// Entra and the Bot Framework's token service: metadata, keys, tokens for the app and for the tab.
import express, { type Router } from 'express'
import { z } from 'zod'
import { APP_ID, BOT_AUDIENCE, GRAPH_AUDIENCE, TEAMS_CLIENT_ID, TENANT_ID } from './constants.ts'
import { keySet, signToken } from './keys.ts'
import { ALL_PERMISSIONS } from './permissions.ts'
import { issuerOf, type Sandbox } from './sandbox.ts'
import type { Person } from './world.ts'

const BOT_ISSUER = 'https://api.botframework.com'

const AUDIENCES: Record<string, string> = {
  [`${GRAPH_AUDIENCE}/.default`]: GRAPH_AUDIENCE,
  [`${BOT_AUDIENCE}/.default`]: BOT_AUDIENCE,
}

const tokenRequest = z.object({ grant_type: z.string(), client_id: z.string(), scope: z.string() })

export function entraRoutes(sandbox: Sandbox): Router {
  const router = express.Router()

  router.get(`/${TENANT_ID}/v2.0/.well-known/openid-configuration`, (_req, res) => {
    const base = `${sandbox.url}/${TENANT_ID}`
    res.json({
      issuer: issuerOf(sandbox, TENANT_ID),
      jwks_uri: `${base}/discovery/v2.0/keys`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token'],
      subject_types_supported: ['pairwise'],
    })
  })
  router.get(`/${TENANT_ID}/discovery/v2.0/keys`, (_req, res) => {
    res.json(keySet(sandbox.keys))
  })

  router.post(`/${TENANT_ID}/oauth2/v2.0/token`, express.urlencoded({ extended: false }), async (req, res) => {
    const refuse = (status: number, error: string, error_description: string) =>
      res.status(status).json({ error, error_description })
    const asked = tokenRequest.safeParse(req.body)
    if (!asked.success) return refuse(400, 'invalid_request', 'grant_type, client_id and scope must be given.')
    const { grant_type, client_id, scope } = asked.data
    if (grant_type !== 'client_credentials') {
      return refuse(400, 'unsupported_grant_type', 'Only client_credentials is known here.')
    }
    if (client_id !== APP_ID) return refuse(401, 'unauthorized_client', 'The client_id is not that of the app.')
    const audience = AUDIENCES[scope]
    if (!audience) return refuse(400, 'invalid_scope', `Unknown scope. Known: ${Object.keys(AUDIENCES).join(', ')}`)
    const access_token = await signToken(sandbox.keys, issuerOf(sandbox, TENANT_ID), audience, {
      appid: APP_ID,
      azp: APP_ID,
      tid: TENANT_ID,
      idtyp: 'app',
      ...(audience === GRAPH_AUDIENCE ? { roles: sandbox.permissions ?? ALL_PERMISSIONS } : {}),
      ver: '2.0',
    })
    res.json({ token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600, access_token })
  })

  router.get('/botframework/.well-known/openidconfiguration', (_req, res) => {
    res.json({
      issuer: BOT_ISSUER,
      jwks_uri: `${sandbox.url}/botframework/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    })
  })
  router.get('/botframework/keys', (_req, res) => {
    // Without the endorsement the bot refuses activities that say they come from Teams.
    res.json(keySet(sandbox.keys, { endorsements: ['msteams'] }))
  })
  return router
}

/** The token that TeamsJS would give the tab of this person. */
export function tabToken(sandbox: Sandbox, person: Person): Promise<string> {
  return signToken(sandbox.keys, issuerOf(sandbox, TENANT_ID), APP_ID, {
    oid: person.id,
    tid: TENANT_ID,
    name: person.displayName,
    preferred_username: person.userPrincipalName ?? '',
    scp: 'access_as_user',
    ver: '2.0',
    azp: TEAMS_CLIENT_ID,
    sub: person.id,
    ...(person.appRoles.length > 0 ? { roles: person.appRoles } : {}),
  })
}

/** The token with which the channel speaks to the bot. */
export function channelToken(sandbox: Sandbox, serviceUrl: string): Promise<string> {
  return signToken(sandbox.keys, BOT_ISSUER, APP_ID, { serviceurl: serviceUrl })
}
