// The fixed names of the sandbox's tenant and app, and the guard that keeps the sandbox out of production.

export const TENANT_ID = '6f1d5b0e-8a5c-4f0e-9d37-2b8c1d0f4a61'
export const APP_ID = '3c2a9f64-51d7-4e0b-b6c8-7f9e2d1a5b30'
export const TEAMS_APP_ID = '9b7e4d12-0c3f-4a86-8e25-d41f6a7c9e03'

/** The client id of the Teams web client: the `azp` of the tokens that a tab gets. */
export const TEAMS_CLIENT_ID = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'

export const GRAPH_AUDIENCE = 'https://graph.microsoft.com'
export const BOT_AUDIENCE = 'https://api.botframework.com'

/** The name the bot has in its chats. */
export const BOT_NAME = 'Growth'
export const BOT_ACCOUNT_ID = `28:${APP_ID}`

/** Why the sandbox must not run in this environment, as a sentence; null where it may. */
export function productionReason(env: Record<string, string | undefined>): string | null {
  if (env.NODE_ENV === 'production') return 'The sandbox does not start under NODE_ENV=production.'
  if (env.WEBSITE_SITE_NAME) return 'The sandbox does not start on Azure App Service (WEBSITE_SITE_NAME is set).'
  return null
}
