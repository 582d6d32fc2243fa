import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Engine } from './engine.ts'
import { sellerOf, textOf } from './world.ts'

/** Login with Amazon's token endpoint, and the consent page of Seller Central. Shapes of LWA.md. */
export function mountLwa(app: Hono, engine: Engine): void {
  app.post('/auth/o2/token', async (c) => answerToken(c, engine, new URLSearchParams(await c.req.text())))
  app.get('/apps/authorize/consent', (c) => {
    if (c.req.query('application_id') !== engine.application.id) return c.text('There is no such application.', 404)
    const sellerId = consenting(engine, c.req.query('seller'))
    const back = backTo(engine, sellerId, c.req.query('redirect_uri') ?? '', c.req.query('state') ?? '')
    if (back === null) return c.text('The application has no address to go back to.', 400)
    // A browser shows the page; what follows redirects has agreed.
    return c.req.header('accept')?.includes('text/html') ? c.html(consentPage(engine, sellerId, back)) : c.redirect(back)
  })
}

/** Who consents: the one named, the one a test chose, or the first there is. */
function consenting({ world, consentingSeller }: Engine, named: string | undefined): string {
  const id = named ?? consentingSeller ?? Object.keys(world.sellers)[0] ?? 'A1LOCALSELLER'
  return sellerOf(world, id).id
}

function backTo({ world, changed }: Engine, sellerId: string, redirectUri: string, state: string): string | null {
  if (!URL.canParse(redirectUri)) return null
  const code = textOf(world, 'code', 20)
  world.codes[code] = sellerId
  changed()
  const back = new URL(redirectUri)
  back.searchParams.set('state', state)
  back.searchParams.set('selling_partner_id', sellerId)
  back.searchParams.set('spapi_oauth_code', code)
  return back.href
}

const consentPage = ({ world }: Engine, sellerId: string, back: string) => html`<!doctype html>
  <html lang="en">
    <head><meta charset="utf-8" /><title>Authorize Stoa</title></head>
    <body style="font-family: system-ui; max-width: 40rem; margin: 4rem auto">
      <h1>Amazon Seller Central (stand-in)</h1>
      <p>Stoa asks to read orders and to change listings of <strong>${world.sellers[sellerId]?.storeName}</strong> (${sellerId}).</p>
      <p><a href="${back}" style="display: inline-block; padding: 0.75rem 1.5rem; background: #ffd814; color: #111">Confirm</a></p>
    </body>
  </html>`

function answerToken(c: Context, engine: Engine, form: URLSearchParams): Response {
  const { world, application, kit, settings } = engine
  const refuse = (status: 400 | 401, error: string, description: string) => c.json({ error, error_description: description }, status)
  if (form.get('client_id') !== application.clientId || form.get('client_secret') !== application.clientSecret)
    return refuse(401, 'invalid_client', 'Client authentication failed')
  const grant = form.get('grant_type')
  let seller: string | null = null
  let refreshToken: string | undefined
  if (grant === 'authorization_code') {
    const code = form.get('code') ?? ''
    seller = world.codes[code] ?? null
    delete world.codes[code]
    if (seller === null) return refuse(400, 'invalid_grant', 'The request has an invalid grant parameter : code')
    refreshToken = `Atzr|${textOf(world, 'refresh', 120)}`
    world.refreshTokens[refreshToken] = seller
  } else if (grant === 'refresh_token') {
    const given = form.get('refresh_token') ?? ''
    seller = world.refreshTokens[given] ?? null
    if (seller === null) return refuse(400, 'invalid_grant', 'The request has an invalid grant parameter : refresh_token')
    if (engine.isRotating) {
      engine.isRotating = false
      delete world.refreshTokens[given]
      refreshToken = `Atzr|${textOf(world, 'refresh', 120)}`
      world.refreshTokens[refreshToken] = seller
    }
  } else if (grant !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 'The grant type is not supported')
  } else if (!form.get('scope')?.startsWith('sellingpartnerapi::')) return refuse(400, 'invalid_scope', 'The scope is not valid')
  for (const [token, { untilMs }] of Object.entries(world.accessTokens)) if (untilMs <= kit.now()) delete world.accessTokens[token]
  const accessToken = `Atza|${textOf(world, 'access', 350)}`
  world.accessTokens[accessToken] = { seller, untilMs: kit.now() + settings.tokenMs }
  engine.changed()
  return c.json({
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: settings.tokenMs / 1000,
    ...(refreshToken ? { refresh_token: refreshToken } : {}),
  })
}
