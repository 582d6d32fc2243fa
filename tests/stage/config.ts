import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'

/** Where the stand-ins answer. */
export type ServiceUrls = { turso: string; stripe: string; mail: string; dns: string }

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
    SEAL_KEYS: JSON.stringify({ local: chance() }),
  }
}

export const ORGANIZATION = 'stoa'
export const PLATFORM_DATABASE = 'platform'

/** The Worker's text bindings for a local marketplace that answers at `origin`. */
export function workerConfig(origin: string, urls: ServiceUrls, secrets: LocalSecrets): Record<string, string> {
  return {
    ...secrets,
    APEX: new URL(origin).host,
    ORIGIN: origin,
    DEFAULT_CURRENCY: 'USD',
    // Whoever changes something here looks at it at once; the benchmark sets what production has.
    CATALOGUE_FRESH_MS: '0',
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
  }
}
