import { createHmac, randomBytes } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { Emulated } from './context.ts'
import type { ShopState, Tokens } from './world.ts'

const CODE_MS = 60_000
const TOKEN_MS = 3_600_000
const REFRESH_S = 7_776_000

/** The consent of a shop's owner, and the tokens it gives. */
export function mountAuthorize(app: Hono, emulated: Emulated): void {
  app.get('/:shop/admin/oauth/authorize', (c) => {
    const shop = emulated.state.value.shops[c.req.param('shop')]
    if (!shop) return c.text('There is no such shop.', 404)
    if (c.req.query('client_id') !== emulated.clientId) return c.text('Oauth error invalid_request: Could not find API application', 400)
    if (!c.req.query('redirect_uri')) return c.text('Oauth error invalid_request: The redirect_uri is missing', 400)
    // A person sees a page; a program that follows redirects has agreed.
    if (!(c.req.header('accept') ?? '').includes('text/html') || c.req.query('approve'))
      return c.redirect(approvedUrl(emulated, shop, new URL(c.req.url)))
    return c.html(consentPage(shop, new URL(c.req.url)))
  })
  app.post('/:shop/admin/oauth/access_token', (c) => exchange(c, emulated))
}

/** Where the owner is sent after agreeing: signed as Shopify does. */
export function approvedUrl(emulated: Emulated, shop: ShopState, asked: URL): string {
  const code = randomBytes(16).toString('hex')
  emulated.state.value.codes[code] = { shop: shop.domain, expiresAtMs: emulated.kit.now() + CODE_MS }
  emulated.state.changed()
  const target = new URL(asked.searchParams.get('redirect_uri') ?? '')
  const query: Record<string, string> = {
    ...Object.fromEntries(target.searchParams),
    code,
    host: Buffer.from(`admin.shopify.com/store/${shop.domain.replace('.myshopify.com', '')}`).toString('base64'),
    shop: shop.domain,
    state: asked.searchParams.get('state') ?? '',
    timestamp: String(Math.floor(emulated.kit.now() / 1000)),
  }
  const message = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name]}`)
    .join('&')
  query.hmac = createHmac('sha256', emulated.clientSecret).update(message).digest('hex')
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value)
  return target.href
}

async function exchange(c: Context, emulated: Emulated): Promise<Response> {
  const { state, kit } = emulated
  const shop = state.value.shops[c.req.param('shop') ?? '']
  if (!shop) return c.json({ errors: 'Not Found' }, 404)
  const isJson = (c.req.header('content-type') ?? '').includes('json')
  const body = (isJson ? await c.req.json() : await c.req.parseBody()) as Record<string, string>
  if (body.client_id !== emulated.clientId || body.client_secret !== emulated.clientSecret) {
    return c.json({ error: 'invalid_client', error_description: 'Client authentication failed' }, 400)
  }
  if (body.grant_type === 'refresh_token') return renew(c, emulated, shop, body.refresh_token ?? '')
  const code = state.value.codes[body.code ?? '']
  if (code?.shop !== shop.domain || code.expiresAtMs < kit.now()) {
    return c.json({ error: 'invalid_request', error_description: 'The authorization code was not found or was already used' }, 400)
  }
  delete state.value.codes[body.code ?? '']
  const made = newTokens(emulated, body.expiring === '1')
  // Only one such pair is valid at a time.
  shop.tokens = [made]
  state.changed()
  return c.json(answerOf(emulated, made))
}

/** The same refresh token again answers the same pair, until the refresh token of that is used. */
function renew(c: Context, emulated: Emulated, shop: ShopState, refreshToken: string): Response {
  const known = shop.tokens.find((tokens) => tokens.refreshToken === refreshToken)
  if (!known) return c.json({ error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, 400)
  const next = shop.tokens.find((tokens) => tokens.refreshToken === known.next)
  const made = next ?? { ...newTokens(emulated, true), scopes: known.scopes }
  made.expiresAtMs = emulated.kit.now() + TOKEN_MS
  if (!next) {
    known.next = made.refreshToken
    shop.tokens = shop.tokens.filter((tokens) => tokens.next !== known.refreshToken)
    shop.tokens.push(made)
  }
  emulated.state.changed()
  return c.json(answerOf(emulated, made))
}

function newTokens({ kit }: Emulated, isExpiring: boolean): Tokens {
  return {
    accessToken: `shpat_${randomBytes(16).toString('hex')}`,
    expiresAtMs: isExpiring ? kit.now() + TOKEN_MS : Number.MAX_SAFE_INTEGER,
    refreshToken: isExpiring ? `shprt_${randomBytes(16).toString('hex')}` : '',
    next: null,
    isUsed: false,
    scopes:
      'write_products,write_inventory,read_locations,write_orders,read_returns,write_merchant_managed_fulfillment_orders,read_third_party_fulfillment_orders,write_publications',
  }
}

const answerOf = ({ kit }: Emulated, { accessToken, expiresAtMs, refreshToken, scopes }: Tokens) => ({
  access_token: accessToken,
  scope: scopes,
  ...(refreshToken && {
    expires_in: Math.floor((expiresAtMs - kit.now()) / 1000),
    refresh_token: refreshToken,
    refresh_token_expires_in: REFRESH_S,
  }),
})

function consentPage(shop: ShopState, asked: URL): string {
  asked.searchParams.set('approve', '1')
  const inputs = [...asked.searchParams].map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Install app – ${escaped(shop.name)}</title>
<body style="font-family:system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem"><h1>Install this app in ${escaped(shop.name)}?</h1>
<p>It asks for: ${escaped((asked.searchParams.get('scope') ?? '').replaceAll(',', ', '))}</p>
<form>${inputs.join('')}<button style="font-size:1.1rem;padding:.6rem 1.2rem">Install</button></form></body></html>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
