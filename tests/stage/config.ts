import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'

/** Where the stand-ins answer. */
export type ServiceUrls = { turso: string; stripe: string; mail: string; dns: string; amazon: string; shopify: string; bestbuy: string }

/** Secrets of a local marketplace, shared by the Worker and the stand-ins. */
export type LocalSecrets = Awaited<ReturnType<typeof makeSecrets>>

const chance = (bytes = 32) => randomBytes(bytes).toString('base64url')

/** Fresh secrets, as a deployment would set them. `npm run dev` keeps them in `.stoa/`, so that log-ins survive a restart. */
export async function makeSecrets() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return {
    TURSO_API_TOKEN: chance(),
    PLATFORM_DATABASE_TOKEN: chance(),
    STRIPE_SECRET_KEY: `sk_test_${chance(24)}`,
    STRIPE_PUBLISHABLE_KEY: `pk_test_${chance(24)}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${chance(24)}`,
    STRIPE_CONNECT_WEBHOOK_SECRET: `whsec_${chance(24)}`,
    MAIL_API_KEY: `SG.${chance(24)}`,
    TOKEN_KEYS: JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), kid: 'local-1', alg: 'ES256', use: 'sig' }] }),
    PASSWORD_PEPPER: chance(),
    LINK_KEY: chance(),
    AMAZON_CLIENT_SECRET: `amzn1.oa2-cs.v1.${chance(24)}`,
    AMAZON_NOTIFICATION_KEY: chance(),
    SHOPIFY_CLIENT_SECRET: `shpss_${chance(24)}`,
    BESTBUY_PRODUCTS_KEY: chance(18),
    SEAL_KEYS: JSON.stringify({ local: chance() }),
  }
}

export const ORGANIZATION = 'stoa'
export const PLATFORM_DATABASE = 'platform'

/** How the channels' stand-ins are started, so that they know the Worker's keys. Shopify's tells whoever subscribed; Amazon's has one address. */
export function channelEmulatorOptions(origin: string, secrets: LocalSecrets, now: () => number = Date.now) {
  return {
    amazon: {
      now,
      applicationId: 'amzn1.sp.solution.local',
      clientId: 'amzn1.application-oa2-client.local',
      clientSecret: secrets.AMAZON_CLIENT_SECRET,
      notifications: { url: `${origin}/api/v1/webhooks/amazon`, key: secrets.AMAZON_NOTIFICATION_KEY },
    },
    // The contract tests hold every call against Shopify's own schema, and this one against that; it is read in no time.
    shopify: { now, clientId: 'local', clientSecret: secrets.SHOPIFY_CLIENT_SECRET, schema: 'compact' as const },
    bestbuy: { now, productsKey: secrets.BESTBUY_PRODUCTS_KEY },
  }
}

/** The Worker's text bindings for a local marketplace that answers at `origin`. */
export function workerConfig(origin: string, urls: ServiceUrls, secrets: LocalSecrets): Record<string, string> {
  return {
    ...secrets,
    APEX: new URL(origin).host,
    ORIGIN: origin,
    DEFAULT_CURRENCY: 'USD',
    // Whoever changes something here looks at it at once; the benchmark sets what production has.
    CATALOGUE_FRESH_MS: '0',
    // The databases are on this machine, so what is slow is the machine; what production gives up on is set by the tests of that.
    DATABASE_TIMEOUT_MS: '30000',
    PAYOUT_HOLD_MS: '0',
    TURSO_API_URL: urls.turso,
    TURSO_ORGANIZATION: ORGANIZATION,
    TURSO_GROUP: 'default',
    TURSO_DATABASE_URL: `${urls.turso}/{name}`,
    PLATFORM_DATABASE_URL: `${urls.turso}/${PLATFORM_DATABASE}`,
    STRIPE_API_URL: urls.stripe,
    STRIPE_JS_URL: `${urls.stripe}/v3/stripe.js`,
    MAIL_API_URL: urls.mail,
    MAIL_FROM: 'orders@stoa.example',
    DNS_RESOLVER_URL: `${urls.dns}/dns-query`,
    AMAZON_API_URL: urls.amazon,
    AMAZON_CONSENT_URL: urls.amazon,
    AMAZON_LWA_URL: urls.amazon,
    AMAZON_APPLICATION_ID: 'amzn1.sp.solution.local',
    AMAZON_CLIENT_ID: 'amzn1.application-oa2-client.local',
    SHOPIFY_SHOP_URL: `${urls.shopify}/{shop}`,
    SHOPIFY_CLIENT_ID: 'local',
    BESTBUY_MARKETPLACE_URL: urls.bestbuy,
    BESTBUY_PRODUCTS_URL: urls.bestbuy,
  }
}
