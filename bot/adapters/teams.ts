// The Bot Connector: the adapter that checks every inbound activity, and the messenger that sends one request per message.
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js'
import {
  type Activity,
  CardFactory,
  ConfigurationServiceClientCredentialFactory,
  type ConversationParameters,
  type ConversationReference,
  MessageFactory,
  type TurnContext,
} from 'botbuilder'
import { FederatedServiceClientCredentialsFactory, type ServiceClientCredentialsFactory } from 'botframework-connector'
import type { Tenant } from '#bot/config.ts'
import type { AppTokens, Chat, Delivery, Log, Messenger, Outgoing } from '#bot/ports.ts'

const DEADLINE_MS = 15_000
const NO_WAIT_MS = 1000

/** The adapter that checks activities; `sendOnce` is to be called first thing in every turn. */
export type BotService = { appId: string; adapter: TeamsAdapter; sendOnce: (context: TurnContext) => void }

/** The bot in a real tenant: Microsoft's own keys, a secret or a managed identity for what goes out. */
export function tenantBot({ appId, tenantId, credential }: Tenant): BotService {
  const who = { MicrosoftAppType: 'SingleTenant', MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId }
  const factory: ServiceClientCredentialsFactory =
    'secret' in credential
      ? new ConfigurationServiceClientCredentialFactory({ ...who, MicrosoftAppPassword: credential.secret })
      : new FederatedServiceClientCredentialsFactory(appId, credential.managedIdentity, tenantId)
  return { appId, adapter: new TeamsAdapter(who, factory), sendOnce }
}

/**
 * The bot of a stand-in for the bot service: every check of an activity is the real one, against the keys published at
 * `keys`; what goes out carries `tokens`, because the libraries ask for theirs over https only (STACK A).
 */
export function standInBot(of: { appId: string; tenantId: string; keys: string; tokens: AppTokens }): BotService {
  const { appId, tenantId, keys, tokens } = of
  const factory = {
    isValidAppId: async (id?: string) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest<R extends { headers: { set(name: string, value: string): void } }>(request: R): Promise<R> {
        request.headers.set('Authorization', `Bearer ${await tokens('https://api.botframework.com/.default')}`)
        return request
      },
    }),
  }
  // All of these together select the parameterised authentication.
  const addresses = {
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppPassword: 'none',
    MicrosoftAppType: 'MultiTenant',
    ValidateAuthority: true,
    CallerId: '',
    ToBotFromChannelOpenIdMetadataUrl: keys,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromEmulatorOpenIdMetadataUrl: keys,
    OAuthUrl: 'https://token.botframework.com',
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
  } as ConstructorParameters<typeof TeamsAdapter>[0]
  return {
    appId,
    adapter: new TeamsAdapter(addresses, factory as unknown as ServiceClientCredentialsFactory),
    sendOnce,
  }
}

/** The connector client behind a turn: the part of it that we touch. */
type Connector = { pipeline: { removePolicy(of: { name: string }): unknown } }

/**
 * Takes the library's own resending out of a turn: up to four POSTs on 5xx and dropped sockets, which no option turns
 * off, would break R12's "one request". To be called first thing in every turn.
 */
function sendOnce(context: TurnContext): void {
  const { ConnectorClientKey } = context.adapter as unknown as { ConnectorClientKey: symbol }
  const connector = context.turnState.get<{ client: Connector } | undefined>(ConnectorClientKey)
  connector?.client.pipeline.removePolicy({ name: 'defaultRetryPolicy' })
}

/** Proactive messages to personal chats. */
export function teamsMessenger({ appId, adapter }: BotService, log: Log): Messenger {
  const within = async <T>(chat: Chat, work: (context: TurnContext) => Promise<T>): Promise<T> => {
    const reference: Partial<ConversationReference> = {
      channelId: 'msteams',
      serviceUrl: chat.serviceUrl,
      bot: { id: `28:${appId}`, name: 'Growth' },
      conversation: { id: chat.conversation, isGroup: false, conversationType: 'personal', name: '' },
    }
    let result: { value: T } | undefined
    const turn = adapter.continueConversationAsync(appId, reference, async (context) => {
      sendOnce(context)
      result = { value: await work(context) }
    })
    await Promise.race([turn, deadline()])
    if (!result) throw new Error('The turn ended without running.')
    return result.value
  }
  return {
    async send(chat, message) {
      try {
        const sent = await within(chat, (context) => context.sendActivity(activityOf(message)))
        return sent?.id ? { outcome: 'sent', activity: sent.id } : { outcome: 'unsure' }
      } catch (error) {
        const delivery = deliveryOf(error)
        log.warn('teams.notSent', { outcome: delivery.outcome, status: statusOf(error) })
        return delivery
      }
    },
    async update(chat, activity, message) {
      try {
        await within(chat, (context) => context.updateActivity({ ...activityOf(message), id: activity }))
        return true
      } catch (error) {
        log.warn('teams.notUpdated', { status: statusOf(error) })
        return false
      }
    },
    async remove(chat, activity) {
      try {
        await within(chat, (context) => context.deleteActivity(activity))
        return true
      } catch (error) {
        const status = statusOf(error)
        if (status === 404) return true
        log.warn('teams.notRemoved', { status })
        return false
      }
    },
    async open(serviceUrl, tenant, person) {
      const members = [{ id: person, name: '', aadObjectId: person }] as ConversationParameters['members']
      const of = { isGroup: false, bot: { id: `28:${appId}`, name: 'Growth' }, members, tenantId: tenant }
      let conversation: string | undefined
      const opening = adapter.createConversationAsync(
        appId,
        'msteams',
        serviceUrl,
        'https://api.botframework.com',
        of as ConversationParameters,
        async ({ activity }) => {
          conversation = activity.conversation.id
        },
      )
      try {
        await Promise.race([opening, deadline()])
      } catch (error) {
        log.warn('teams.notOpened', { status: statusOf(error) })
      }
      return conversation ? { conversation, serviceUrl } : null
    },
  }
}

export function activityOf({ card, summary }: Outgoing): Partial<Activity> {
  return { ...MessageFactory.attachment(CardFactory.adaptiveCard(card)), summary }
}

function deadline(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('The connector did not answer in time.')), DEADLINE_MS).unref()
  })
}

/**
 * What an error says about the message (R12). Only an answer that proves it was not taken is a refusal; a time-out, a
 * reset or a 5xx may have come after it was.
 */
export function deliveryOf(error: unknown): Delivery {
  const status = statusOf(error)
  if (status === 429) return { outcome: 'refused', retryAfterMs: retryAfterOf(error) }
  if (status === 403 || status === 404) return { outcome: 'blocked' }
  if (status !== undefined && status >= 400 && status < 500) return { outcome: 'rejected', status }
  if (codesOf(error).some((code) => ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)))
    return { outcome: 'refused', retryAfterMs: NO_WAIT_MS }
  return { outcome: 'unsure' }
}

type Restish = {
  statusCode?: unknown
  status?: unknown
  response?: { headers?: { get?(name: string): string | null } }
}

const statusOf = (error: unknown): number | undefined => {
  const { statusCode, status } = (error ?? {}) as Restish
  return typeof statusCode === 'number' ? statusCode : typeof status === 'number' ? status : undefined
}

function retryAfterOf(error: unknown): number {
  const seconds = Number((error as Restish).response?.headers?.get?.('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : NO_WAIT_MS
}

/** Codes of an error and of what caused it: the libraries wrap what the socket said. */
function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let at: unknown = error; at instanceof Error && codes.length < 8; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
  }
  return codes
}
