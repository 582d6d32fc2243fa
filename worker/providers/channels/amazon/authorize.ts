import * as v from 'valibot'
import { ChannelRefused, NotAuthorised } from '#worker/domains/channels/errors.ts'
import type { ChannelConnector, Grant, Pace } from '#worker/domains/channels/ports.ts'
import { InvalidInput, Problem } from '#worker/pure/problem.ts'
import { askForTokens } from './access-token.ts'
import { type Api, inPath, openApi } from './call-api.ts'
import type { AmazonConfig } from './config.ts'
import { type Marketplace, marketplaceOf } from './marketplaces.ts'
import { detailsOf, readParticipations } from './read-participations.ts'
import { apiUrl } from './session.ts'

type AuthorizationAsk = Parameters<NonNullable<ChannelConnector['authorizationUrl']>>[0]
type Answer = Parameters<NonNullable<ChannelConnector['completeAuthorization']>>[0]

const Query = v.object({
  spapi_oauth_code: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  selling_partner_id: v.pipe(v.string(), v.regex(/^[A-Z0-9]{8,20}$/)),
})

/**
 * The consent page of the vendor's Seller Central. `params.marketplace` is a country (US unless told); `params.version` is `beta` as
 * long as Amazon has not published the application.
 */
export function authorizationUrl(config: AmazonConfig, { state, redirectUri, params }: AuthorizationAsk): string {
  const { sellerCentral } = marketplaceAsked(params)
  // In production the template is `https://{host}`.
  const url = new URL(`${config.AMAZON_CONSENT_URL.replaceAll('{host}', sellerCentral)}/apps/authorize/consent`)
  url.searchParams.set('application_id', config.AMAZON_APPLICATION_ID)
  url.searchParams.set('state', state)
  url.searchParams.set('redirect_uri', redirectUri)
  if (params.version === 'beta') url.searchParams.set('version', 'beta')
  return url.href
}

function marketplaceAsked(params: Record<string, string>): Marketplace {
  const found = marketplaceOf(params.marketplace || 'US')
  if (found) return found
  throw new InvalidInput([{ pointer: '/params/marketplace', detail: 'Amazon has no marketplace in this country.' }])
}

/** Nobody else calls for an account that is not connected yet. */
const FREE: Pace = { take: async () => {}, learn: async () => {} }

/** Exchanges the code Amazon sent along and looks where the account sells. */
export async function completeAuthorization(config: AmazonConfig, send: typeof fetch, { query, params }: Answer): Promise<Grant> {
  const read = v.safeParse(Query, query)
  if (!read.success) throw new InvalidInput([{ pointer: '/query', detail: 'Amazon’s answer is not complete; connect again.' }])
  const { spapi_oauth_code: code, selling_partner_id: sellerId } = read.output
  const tokens = await askForTokens({ send, config }, { grant_type: 'authorization_code', code }).catch((error) => {
    throw error instanceof NotAuthorised
      ? new ChannelRefused('amazon', 'invalid_grant', 'the code was used already or is too old; connect again')
      : error
  })
  if (tokens.refreshToken === null) throw new ChannelRefused('amazon', 'no_refresh_token', 'the authorization is not a lasting one')
  const asked = marketplaceAsked(params)
  const source = { get: async () => tokens.accessToken, renewed: async () => tokens.accessToken }
  const api = openApi({ baseUrl: apiUrl(config, asked.region), account: sellerId, pace: FREE, seller: source, application: source }, send)
  await proveSeller(api, asked, sellerId)
  const found = await readParticipations(api, asked, sellerId).catch((error) => {
    // What it is called can be read later (`verify`); the code is used up, so the grant must not be lost for it.
    if (error instanceof Problem && !(error instanceof NotAuthorised))
      return { accountName: sellerId, details: detailsOf(asked, [asked.id]) }
    throw error
  })
  return {
    accountRef: sellerId,
    accountName: found.accountName,
    credentials: { refreshToken: tokens.refreshToken },
    details: found.details,
  }
}

/**
 * Proves that the consent is the named seller's: the name comes with the browser and is signed by nobody, and no answer of Amazon's
 * says whose a token is. A call below the seller's own path is refused for anybody else's.
 * @throws ChannelRefused `another_seller`; ChannelUnavailable, Throttled
 */
async function proveSeller(api: Api, asked: Marketplace, sellerId: string): Promise<void> {
  const query = { marketplaceIds: [asked.id], pageSize: 1 }
  try {
    await api.call('searchListingsItems', { path: `/listings/2021-08-01/items/${inPath(sellerId)}`, query })
  } catch (error) {
    if (error instanceof NotAuthorised) throw new ChannelRefused('amazon', 'another_seller', 'the consent is not this seller’s')
    // Whoever does not sell in this marketplace is refused for that, after it was looked whose path it is.
    if (!(error instanceof ChannelRefused)) throw error
  }
}
