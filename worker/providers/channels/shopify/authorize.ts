import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelConnector, Grant } from '#worker/domains/channels/ports.ts'
import { InvalidInput } from '#worker/pure/problem.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'
import type { ShopifyConfig } from './connector.ts'
import { createAsk } from './graphql.ts'
import { readShop } from './read-shop.ts'
import { isShopDomain, shopDomain } from './shop-domain.ts'
import { fromHex, InvalidSignature, isSigned } from './signature.ts'
import { exchangeCode } from './tokens.ts'

/** What is asked of the vendor: nothing of customers beyond what an order's address needs. */
export const SCOPES = [
  'read_products',
  'write_products',
  'read_inventory',
  'write_inventory',
  'read_locations',
  'read_orders',
  'write_orders',
  'read_returns',
  'read_merchant_managed_fulfillment_orders',
  'write_merchant_managed_fulfillment_orders',
  'read_third_party_fulfillment_orders',
  'read_publications',
  'write_publications',
] as const

/** A callback is used within this long of its own timestamp; clocks may differ by a minute. */
const CALLBACK_MS = 10 * MINUTE_MS
const CLOCK_MS = MINUTE_MS

type Authorize = Required<Pick<ChannelConnector, 'authorizationUrl' | 'completeAuthorization'>>

/** The consent of a shop, and what comes back of it. */
export function createAuthorization(config: ShopifyConfig, send: typeof fetch, version: string): Authorize {
  return {
    authorizationUrl({ state, redirectUri, params }) {
      const url = new URL(`${config.SHOPIFY_SHOP_URL.replace('{shop}', shopDomain(params.shop ?? ''))}/admin/oauth/authorize`)
      const query = { client_id: config.SHOPIFY_CLIENT_ID, scope: SCOPES.join(','), redirect_uri: redirectUri, state }
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      return url.href
    },
    async completeAuthorization({ query, params, nowMs, refuseTaken }) {
      const { shop, code } = await checkCallback(config, query, params, nowMs)
      await refuseTaken(shop)
      const { scopes, credentials } = await exchangeCode(config, send, shop, code, nowMs)
      const missing = missingScopes(scopes)
      if (missing.length > 0) throw new ChannelRefused('shopify', 'missing_scopes', `the consent lacks ${missing.join(', ')}`)
      return grantOf(config, send, version, { shop, credentials, nowMs })
    },
  }
}

/**
 * Proves that Shopify sent the vendor back, for the shop that was asked, just now. The state is the caller's to check.
 * @throws InvalidSignature, InvalidInput, ChannelRefused
 */
export async function checkCallback(
  config: Pick<ShopifyConfig, 'SHOPIFY_CLIENT_SECRET' | 'SHOPIFY_CLIENT_SECRET_OLD'>,
  query: Record<string, string>,
  params: Record<string, string>,
  nowMs: number,
): Promise<{ shop: string; code: string }> {
  const { hmac = '', shop = '', code = '', state = '', timestamp = '' } = query
  const secrets = [config.SHOPIFY_CLIENT_SECRET, config.SHOPIFY_CLIENT_SECRET_OLD]
  if (!(await isSigned(signedText(query), fromHex(hmac), secrets))) throw new InvalidSignature()
  if (!isShopDomain(shop) || shop !== shopDomain(params.shop ?? '')) {
    throw new InvalidInput([{ pointer: '/query/shop', detail: 'This is the consent of another shop.' }])
  }
  if (code === '' || state === '') throw new InvalidInput([{ pointer: '/query/code', detail: 'The consent carries no code.' }])
  const atMs = Number(timestamp) * 1000
  if (!(atMs >= nowMs - CALLBACK_MS && atMs <= nowMs + CLOCK_MS)) {
    throw new ChannelRefused('shopify', 'stale_callback', 'the consent is too old; begin again')
  }
  return { shop, code }
}

/** What the callback's `hmac` signs: all other parameters in the order of their names. A sign that parts them is written otherwise within one. */
export function signedText(query: Record<string, string>): string {
  const within = (text: string) => text.replaceAll('%', '%25').replaceAll('&', '%26')
  return Object.entries(query)
    .filter(([name]) => name !== 'hmac' && name !== 'signature')
    .map(([name, value]) => `${within(name).replaceAll('=', '%3D')}=${within(value)}`)
    .sort()
    .join('&')
}

/** A granted `write_x` includes `read_x`. */
function missingScopes(granted: readonly string[]): string[] {
  return SCOPES.filter((scope) => !granted.includes(scope) && !granted.includes(scope.replace(/^read_/, 'write_')))
}

async function grantOf(
  config: ShopifyConfig,
  send: typeof fetch,
  version: string,
  { shop, credentials, nowMs }: { shop: string; credentials: Record<string, string>; nowMs: number },
): Promise<Grant> {
  const pace = { take: async () => {}, learn: async () => {} }
  const fresh = { accountRef: shop, credentials, pace, now: () => nowMs, keepCredentials: async () => {} }
  const { accountRef, accountName, details } = await readShop(createAsk(config, send, version, fresh))
  if (accountRef !== shop) throw new ChannelRefused('shopify', 'another_shop', `the consent is for ${accountRef}`)
  return { accountRef, accountName, credentials, details }
}
