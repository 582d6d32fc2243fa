import * as v from 'valibot'
import { ChannelRefused, ChannelUnavailable, NotAuthorised } from '#worker/domains/channels/errors.ts'
import { HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'
import type { ShopifyConfig } from './connector.ts'
import type { Caller } from './graphql.ts'

/**
 * Offline tokens expire after an hour and are renewed by a refresh token, which changes each time; the one before it holds until
 * the new pair is used, so a lost answer costs nothing (shopify.dev/changelog, 2026-08-28).
 */
export type TokenAnswer = { scopes: string[]; credentials: Record<string, string> }

const Tokens = v.looseObject({
  access_token: v.pipe(v.string(), v.minLength(1)),
  scope: v.optional(v.string(), ''),
  expires_in: v.optional(v.number()),
  refresh_token: v.optional(v.string()),
})
/** A token this near its end is renewed first. */
const EARLY_MS = 5 * MINUTE_MS
const TIMEOUT_MS = 10_000

/** Exchanges the code of a consent. @throws ChannelRefused if Shopify does not know it, ChannelUnavailable */
export async function exchangeCode(
  config: ShopifyConfig,
  send: typeof fetch,
  shop: string,
  code: string,
  nowMs: number,
): Promise<TokenAnswer> {
  const response = await post(config, send, shop, { code, expiring: '1' })
  if (!response.ok) throw new ChannelRefused('shopify', 'invalid_code', 'the consent is no longer valid; begin again')
  return readTokens(response, nowMs)
}

async function refresh(config: ShopifyConfig, send: typeof fetch, shop: string, refreshToken: string, nowMs: number): Promise<TokenAnswer> {
  const response = await post(config, send, shop, { grant_type: 'refresh_token', refresh_token: refreshToken })
  if (!response.ok) throw new NotAuthorised('shopify', 'its refresh token is no longer valid')
  return readTokens(response, nowMs)
}

async function post(config: ShopifyConfig, send: typeof fetch, shop: string, grant: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ client_id: config.SHOPIFY_CLIENT_ID, client_secret: config.SHOPIFY_CLIENT_SECRET, ...grant })
  const url = `${config.SHOPIFY_SHOP_URL.replace('{shop}', shop)}/admin/oauth/access_token`
  let response: Response
  try {
    const headers = { accept: 'application/json' }
    response = await send(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch (cause) {
    throw new ChannelUnavailable('shopify', cause)
  }
  if (response.status === 429 || response.status >= 500) throw new ChannelUnavailable('shopify', response.status)
  return response
}

async function readTokens(response: Response, nowMs: number): Promise<TokenAnswer> {
  const read = v.safeParse(Tokens, await response.json().catch(() => null))
  if (!read.success) throw new ChannelUnavailable('shopify', 'an answer without a token')
  const { access_token, scope, expires_in, refresh_token } = read.output
  const credentials = {
    accessToken: access_token,
    ...(refresh_token && { refreshToken: refresh_token, expiresAtMs: String(nowMs + (expires_in ?? HOUR_MS / 1000) * 1000) }),
  }
  return { scopes: scope.split(',').filter((each) => each !== ''), credentials }
}

/** The access token of a connection, renewed when it is near its end; several calls at once renew it once. */
export function createTokenSource(config: ShopifyConfig, send: typeof fetch, connection: Caller) {
  let { credentials } = connection
  let renewing: Promise<void> | null = null
  const renew = async (refreshToken: string): Promise<void> => {
    const answer = await refresh(config, send, connection.accountRef, refreshToken, connection.now())
    await connection.keepCredentials(answer.credentials)
    credentials = answer.credentials
  }
  const renewOnce = (refreshToken: string): Promise<void> => {
    renewing ??= renew(refreshToken).finally(() => {
      renewing = null
    })
    return renewing
  }
  return {
    async current(): Promise<string> {
      const { refreshToken, expiresAtMs } = credentials
      if (refreshToken && Number(expiresAtMs) - EARLY_MS <= connection.now()) await renewOnce(refreshToken)
      const { accessToken } = credentials
      if (!accessToken) throw new NotAuthorised('shopify', 'it has no token')
      return accessToken
    },
    /** After a 401: true if there is another token to try now. */
    async replaced(refused: string): Promise<boolean> {
      if (credentials.accessToken === refused && credentials.refreshToken) await renewOnce(credentials.refreshToken)
      return credentials.accessToken !== refused
    },
  }
}
