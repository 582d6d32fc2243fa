import type { OpenConnection } from '#worker/domains/channels/ports.ts'
import { type Grants, tokenSource } from './access-token.ts'
import { type Api, openApi } from './call-api.ts'
import type { AmazonConfig } from './config.ts'
import { MARKETPLACES, type Marketplace, marketplaceById, type Region } from './marketplaces.ts'

/** A seller's account as the verbs need it. */
export type Account = {
  api: Api
  sellerId: string
  /** Where its listings are looked after. */
  marketplace: Marketplace
  /** Where its orders come from: all of its region. */
  marketplaceIds: readonly string[]
  now: () => number
}

const NOTIFICATIONS_SCOPE = 'sellingpartnerapi::notifications'
export const [HOME] = MARKETPLACES as readonly [Marketplace, ...Marketplace[]]
export const apiUrl = (config: AmazonConfig, region: Region): string => config.AMAZON_API_URL.replaceAll('{region}', region)

/** Opens one connected account. */
export function openAccount(config: AmazonConfig, grants: Grants, connection: OpenConnection): Account {
  let credentials = connection.credentials
  const marketplace = marketplaceById(connection.details.marketplaceId ?? '') ?? HOME
  const told = (connection.details.marketplaceIds ?? '').split(',').filter(Boolean)
  const seller = tokenSource(grants, {
    now: connection.now,
    grant: () => ({ grant_type: 'refresh_token', refresh_token: credentials.refreshToken ?? '' }),
    async onRotated(refreshToken) {
      const rotated = { ...credentials, refreshToken }
      await connection.keepCredentials(rotated)
      credentials = rotated
    },
  })
  const application = tokenSource(grants, {
    now: connection.now,
    grant: () => ({ grant_type: 'client_credentials', scope: NOTIFICATIONS_SCOPE }),
    onRotated: async () => {},
  })
  const baseUrl = apiUrl(config, marketplace.region)
  return {
    api: openApi({ baseUrl, account: connection.connectionId, pace: connection.pace, seller, application }, grants.send),
    sellerId: connection.accountRef,
    marketplace,
    marketplaceIds: told.length > 0 ? told : [marketplace.id],
    now: connection.now,
  }
}
