import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contractFiles, isObject, jsonIn, vectorsIn } from '#tests/support/contracts.ts'
import { checkCallback, SCOPES, signedText } from '#worker/providers/channels/shopify/authorize.ts'
import { shopDomain } from '#worker/providers/channels/shopify/shop-domain.ts'
import { fromHex, isSigned } from '#worker/providers/channels/shopify/signature.ts'
import { HOUR_MS, MINUTE_MS } from '#worker/pure/time.ts'
import { CLIENT_SECRET, type Harness, REDIRECT_URI, START_MS, startHarness } from './shopify-harness.ts'

let h: Harness
beforeAll(async () => {
  h = await startHarness(undefined, 'compact')
})
afterAll(() => h.emulator.close())

const sign = (query: Record<string, string>, secret = CLIENT_SECRET) => ({
  ...query,
  hmac: createHmac('sha256', secret).update(signedText(query)).digest('hex'),
})
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no refusal',
    (error) => error.code,
  )
const callback = { code: 'c0de', shop: 'kiln.myshopify.com', state: 'abc', timestamp: String(START_MS / 1000) }
const secrets = { SHOPIFY_CLIENT_SECRET: CLIENT_SECRET, SHOPIFY_CLIENT_SECRET_OLD: 'the secret of before' }
const check = (query: Record<string, string>, shop = 'kiln', nowMs = START_MS) => checkCallback(secrets, query, { shop }, nowMs)

type Vector = { secret: string; params: Record<string, string>; hmac: string }
const isVector = (value: unknown): value is Vector => isObject(value) && isObject(value.params) && typeof value.hmac === 'string'
const VECTORS = contractFiles('shopify')
  .filter(({ name }) => /vector/i.test(name))
  .flatMap((file) => vectorsIn(jsonIn(file)).flatMap((vector, at) => (isVector(vector) ? [{ name: `${file.name} ${at}`, ...vector }] : [])))

it.each(VECTORS)('the official vector $name verifies, and no changed byte of it does', async ({ secret, params, hmac }) => {
  const text = signedText(params)
  expect(await isSigned(text, fromHex(hmac), [secret])).toBe(true)
  expect(await isSigned(`${text}x`, fromHex(hmac), [secret])).toBe(false)
  expect(
    await isSigned(
      text.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      fromHex(hmac),
      [secret],
    ),
  ).toBe(false)
  expect(await isSigned(text, fromHex(hmac.replace(/.$/, (last) => (last === '0' ? '1' : '0'))), [secret])).toBe(false)
  expect(await isSigned(text, fromHex(hmac), [`${secret}k`, '', undefined])).toBe(false)
})

it('a callback is taken from Shopify only, for the shop that was asked, just now', async () => {
  expect(await check(sign(callback))).toEqual({ shop: 'kiln.myshopify.com', code: 'c0de' })
  expect(await check(sign(callback, secrets.SHOPIFY_CLIENT_SECRET_OLD))).toEqual({ shop: 'kiln.myshopify.com', code: 'c0de' })
  const refused = await Promise.all([
    codeOf(check(callback)),
    codeOf(check(sign(callback, 'another secret'))),
    codeOf(check({ ...sign(callback), state: 'xyz' })),
    codeOf(check({ ...sign(callback), extra: '1' })),
    // What was one parameter cut into two.
    codeOf(check({ ...sign({ ...callback, code: 'c0de&extra=1' }), code: 'c0de', extra: '1' })),
    codeOf(check(sign(callback), 'other')),
    codeOf(check(sign({ ...callback, shop: 'kiln.myshopify.com.evil.example' }))),
    codeOf(check(sign({ ...callback, code: '' }))),
    codeOf(check(sign({ ...callback, state: '' }))),
    codeOf(check(sign(callback), 'kiln', START_MS + 11 * MINUTE_MS)),
    codeOf(check(sign(callback), 'kiln', START_MS - 2 * MINUTE_MS)),
    codeOf(check(sign({ ...callback, timestamp: 'soon' }))),
  ])
  expect(refused).toEqual([...Array(5).fill('invalid_signature'), ...Array(4).fill('invalid_input'), ...Array(3).fill('channel_refused')])
})

it('only a shop’s own address is ever asked, however it is typed', () => {
  const typed = ['kiln', ' Kiln.myshopify.com ', 'https://kiln.myshopify.com/admin/products?x=1']
  expect(typed.map(shopDomain)).toEqual(Array(3).fill('kiln.myshopify.com'))
  const wrong = [
    '',
    '-kiln',
    'kiln.example',
    'kiln.myshopify.com.evil.example',
    'evil.example#.myshopify.com',
    'a b',
    'kiln@evil.myshopify.com',
    'kiln.myshopify.com:8080',
  ]
  for (const text of wrong) expect(() => shopDomain(text), text).toThrow('Some of the input is not valid')
})

it('the vendor is sent to the shop with what we ask for, and comes back with a grant', async () => {
  const { grant, session } = await h.connect('consent', { name: 'Kiln & Clay', currency: 'EUR', plan: 'Plus' })
  const asked = new URL(h.connector.authorizationUrl?.({ state: 's', redirectUri: REDIRECT_URI, params: { shop: 'consent' } }) ?? '')
  expect([asked.pathname, Object.fromEntries(asked.searchParams)]).toEqual([
    '/consent.myshopify.com/admin/oauth/authorize',
    { client_id: 'client', scope: SCOPES.join(','), redirect_uri: REDIRECT_URI, state: 's' },
  ])
  const { accessToken, refreshToken, expiresAtMs, ...others } = grant.credentials
  expect(others).toEqual({})
  expect([accessToken?.slice(0, 6), refreshToken?.slice(0, 6), expiresAtMs]).toEqual(['shpat_', 'shprt_', String(START_MS + HOUR_MS)])
  expect(grant).toMatchObject({
    accountRef: 'consent.myshopify.com',
    accountName: 'Kiln & Clay',
    details: { currency: 'EUR', plan: 'Plus', location: 'Main' },
  })
  expect(await session.verify()).toEqual({ accountName: 'Kiln & Clay', details: grant.details })
})

it('a code is used once, and a person sees a page before agreeing', async () => {
  h.emulator.shop('page')
  const url = h.connector.authorizationUrl?.({ state: 's', redirectUri: REDIRECT_URI, params: { shop: 'page' } }) ?? ''
  const page = await fetch(url, { headers: { accept: 'text/html' }, redirect: 'manual' })
  expect([page.status, (await page.text()).includes('<button')]).toEqual([200, true])
  const query = Object.fromEntries(new URL(h.emulator.shop('page').approve(url)).searchParams)
  const complete = () =>
    h.connector.completeAuthorization?.({
      query,
      redirectUri: REDIRECT_URI,
      params: { shop: 'page' },
      nowMs: h.clock.nowMs,
      refuseTaken: async () => {},
    }) ?? Promise.reject()
  expect((await complete()).accountRef).toBe('page.myshopify.com')
  expect(await codeOf(complete())).toBe('channel_refused')
})

it('a token near its end is renewed once for all calls, kept, and a lost renewal costs nothing', async () => {
  const { session, kept, grant, reopen } = await h.connect('renew')
  h.clock.nowMs += 56 * MINUTE_MS
  await Promise.all([session.verify(), session.verify(), session.verify()])
  expect(kept.length).toBe(1)
  expect(
    h.emulator.kit.log.count(({ path, method }) => method === 'POST' && path === '/renew.myshopify.com/admin/oauth/access_token'),
  ).toBe(2)
  // A session that was opened before, with the pair of then, gets the same new one.
  await reopen(grant.credentials).verify()
  expect(kept[1]).toEqual({ ...kept[0], expiresAtMs: kept[1]?.expiresAtMs })
  // The token is refused though its time is not over: it is renewed all the same.
  h.emulator.shop('renew').expireAccess()
  await reopen(kept[1] ?? {}).verify()
  expect(kept.length).toBe(3)
  // The refresh token of the first pair has been retired by the use of the second.
  expect(await codeOf(reopen(grant.credentials).verify())).toBe('channel_not_authorised')
})

it('an app that was thrown out is told so, and leaving is fine after that', async () => {
  const { session, shop } = await h.connect('leave')
  shop.uninstall()
  expect(await codeOf(session.verify())).toBe('channel_not_authorised')
  await session.revoke()
  const again = await h.connect('leave')
  await again.session.revoke()
  expect(again.shop.state.tokens).toEqual([])
  expect(await codeOf(again.session.verify())).toBe('channel_not_authorised')
})
