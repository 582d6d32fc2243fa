import * as v from 'valibot'

const text = v.pipe(v.string(), v.minLength(1))
const url = v.pipe(v.string(), v.url())
const secret = v.pipe(v.string(), v.minLength(16, 'a secret of 16 characters or more'))
const jsonOf = <T extends v.GenericSchema>(schema: T) => v.pipe(v.string(), v.parseJson(), schema)

/** Everything the Worker is configured with. Production, dev and tests differ in these values only. */
const Env = v.object({
  /** The marketplace's own host, with port if any. Storefronts are one label below. */
  APEX: text,
  ORIGIN: url,
  DEFAULT_CURRENCY: v.picklist(['AUD', 'CAD', 'CHF', 'EUR', 'GBP', 'JPY', 'KWD', 'USD']),
  /** How long after a change of the catalogue an answer that was kept may still be shown. */
  CATALOGUE_FRESH_MS: v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(0)),
  PAYOUT_HOLD_MS: v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(0)),
  /** A round trip to a database that takes longer is given up. */
  DATABASE_TIMEOUT_MS: v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1)),

  TURSO_API_URL: url,
  TURSO_ORGANIZATION: text,
  TURSO_GROUP: text,
  TURSO_API_TOKEN: secret,
  /** Where a vendor's database answers; `{name}` and `{hostname}` are filled in: `https://{hostname}` in production. */
  TURSO_DATABASE_URL: text,
  PLATFORM_DATABASE_URL: url,
  PLATFORM_DATABASE_TOKEN: secret,

  STRIPE_API_URL: url,
  STRIPE_SECRET_KEY: secret,
  STRIPE_PUBLISHABLE_KEY: text,
  STRIPE_JS_URL: url,
  STRIPE_WEBHOOK_SECRET: secret,
  STRIPE_CONNECT_WEBHOOK_SECRET: secret,

  MAIL_API_URL: url,
  MAIL_API_KEY: secret,
  MAIL_FROM: v.pipe(v.string(), v.email()),
  DNS_RESOLVER_URL: url,

  /** Amazon: `{region}` is na, eu or fe; `{host}` the Seller Central of the vendor's marketplace. */
  AMAZON_API_URL: text,
  AMAZON_CONSENT_URL: text,
  AMAZON_LWA_URL: url,
  AMAZON_APPLICATION_ID: text,
  AMAZON_CLIENT_ID: text,
  AMAZON_CLIENT_SECRET: secret,
  /** What Amazon's event bus sends along with a notification. */
  AMAZON_NOTIFICATION_KEY: secret,
  /** Shopify: `{shop}` is the vendor's `name.myshopify.com`. */
  SHOPIFY_SHOP_URL: text,
  SHOPIFY_CLIENT_ID: text,
  SHOPIFY_CLIENT_SECRET: secret,
  /** After a rotation: still signs for up to an hour. */
  SHOPIFY_CLIENT_SECRET_OLD: v.optional(secret),
  BESTBUY_MARKETPLACE_URL: url,
  BESTBUY_PRODUCTS_URL: url,
  BESTBUY_PRODUCTS_KEY: secret,

  /** JSON Web Key Set of ES256 private keys: the first signs, all verify. */
  TOKEN_KEYS: jsonOf(v.object({ keys: v.pipe(v.array(v.looseObject({ kid: text, kty: v.literal('EC'), d: text })), v.minLength(1)) })),
  PASSWORD_PEPPER: secret,
  LINK_KEY: secret,
  /** `{ "2026-11": "<256 bits, base64url>" }`: the first seals stored secrets, all open them. */
  SEAL_KEYS: jsonOf(v.record(text, v.pipe(v.string(), v.length(43)))),
})
export type Config = v.InferOutput<typeof Env>

/** What the platform hands the Worker besides text. */
export type Bindings = {
  STOCK_LOCK: DurableObjectNamespace
  CHANNEL_PACER: DurableObjectNamespace
  STORE_DASHBOARD: DurableObjectNamespace
  EVENTS: Queue
  JOBS: Queue
  CHANNEL_ORDERS: Queue
  CHANNEL_STOCK: Queue
  CHANNEL_LISTINGS: Queue
  IMAGES_BUCKET: R2Bucket
  IMAGES: ImagesBinding
  RATE_LIMITER: RateLimit
}
export type RawEnv = Bindings & Record<string, unknown>

const parsed = new WeakMap<object, Config>()

/** The configuration, checked the first time an isolate sees it. Throws with the names (never the values) of what is wrong. */
export function configOf(env: RawEnv): Config {
  const known = parsed.get(env)
  if (known) return known
  const result = v.safeParse(Env, env)
  if (!result.success) {
    const wrong = result.issues.map((issue) => `${v.getDotPath(issue) ?? '?'}: expected ${issue.expected ?? issue.message}`)
    throw new Error(`The Worker is not configured: ${wrong.join('; ')}`)
  }
  parsed.set(env, result.output)
  return result.output
}
