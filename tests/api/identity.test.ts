import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cookiesOf, type IdentityStage, ORIGIN, PASSWORD, startIdentity } from '#tests/domains/identity/stage.ts'

let stage: IdentityStage
beforeAll(async () => {
  stage = await startIdentity()
  await stage.addAccount('ada@buyer.example')
})
afterAll(() => stage.close())

const CREDENTIALS = { email: 'ada@buyer.example', password: PASSWORD }
const problemOf = async (answer: Response) => {
  const { code, status } = (await answer.json()) as { code: string; status: number }
  return [answer.status, answer.headers.get('content-type'), code, status]
}

describe('log-in over HTTP', () => {
  test('gives a browser both tokens as __Host- cookies, and the refresh token nowhere else', async () => {
    const answer = await stage.post('/auth/login', CREDENTIALS)
    expect(answer.status).toBe(200)
    const cookies = cookiesOf(answer)
    expect([...cookies.keys()].sort()).toEqual(['__Host-stoa_refresh', '__Host-stoa_shop'])
    expect(cookies.get('__Host-stoa_shop')?.attributes).toBe('Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax')
    expect(cookies.get('__Host-stoa_refresh')?.attributes).toBe('Max-Age=1209600; Path=/; HttpOnly; Secure; SameSite=Lax')
    const body = (await answer.json()) as Record<string, unknown>
    expect(Object.keys(body).sort()).toEqual(['accessToken', 'account', 'expiresAt', 'role', 'surface', 'vendorId'])
    expect(body).toMatchObject({ expiresAt: '2026-11-21T12:10:30.000Z', surface: 'shop', role: 'buyer', vendorId: null })
    expect(body.accessToken).toBe(cookies.get('__Host-stoa_shop')?.value)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('gives a program both tokens in the body, and no cookie', async () => {
    const answer = await stage.post('/auth/login', { ...CREDENTIALS, delivery: 'body' })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await answer.json()).toMatchObject({ refreshToken: expect.stringMatching(/^ses_\w{26}\.[\w-]{43}\.[\w-]{43}$/) })
  })

  test('refuses in one form', async () => {
    const answer = await stage.post('/auth/login', { ...CREDENTIALS, password: 'wrong' })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(await problemOf(answer)).toEqual([401, 'application/problem+json', 'wrong_credentials', 401])
  })

  test('takes nothing it does not know, and no other kind of body', async () => {
    expect(await problemOf(await stage.post('/auth/login', { ...CREDENTIALS, role: 'admin' }))).toEqual([
      422,
      'application/problem+json',
      'invalid_input',
      422,
    ])
    const form = new URLSearchParams(CREDENTIALS).toString()
    const answer = await stage.fetch('/api/v1/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.headers.getSetCookie()).toEqual([])
  })
})

describe('cookies', () => {
  test('sign the browser in on the shop, refresh, switch and sign out, all without a token in sight of a script', async () => {
    const first = cookiesOf(await stage.post('/auth/login', CREDENTIALS))
    const jar = (cookies: ReturnType<typeof cookiesOf>) => [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    expect((await stage.fetch('/api/v1/me', { headers: { cookie: jar(first) } })).status).toBe(200)

    const answer = await stage.post('/auth/refresh', {}, { cookie: jar(first) })
    expect(answer.status).toBe(200)
    const second = cookiesOf(answer)
    expect(second.get('__Host-stoa_refresh')?.value).not.toBe(first.get('__Host-stoa_refresh')?.value)
    expect(await answer.json()).not.toHaveProperty('refreshToken')

    const owner = await stage.accountRow('ada@buyer.example')
    const vendorId = await stage.addVendor('kiln', owner?.id ?? 'acc_')
    const switched = await stage.post('/auth/surface', { surface: 'vendor', vendorId }, { cookie: jar(second) })
    const third = cookiesOf(switched)
    expect([...third.keys()]).toEqual(['__Host-stoa_vendor'])
    expect((await stage.fetch('/api/v1/vendor/members', { headers: { cookie: jar(third) } })).status).toBe(200)
    expect((await stage.fetch('/api/v1/vendor/members', { headers: { cookie: jar(second) } })).status).toBe(401)

    const renewed = await stage.post('/auth/refresh', { surface: 'vendor', vendorId }, { cookie: jar(second) })
    expect([...cookiesOf(renewed).keys()].sort()).toEqual(['__Host-stoa_refresh', '__Host-stoa_vendor'])

    expect((await stage.post('/auth/logout', {}, { cookie: jar(cookiesOf(renewed)) })).status).toBe(204)
    for (const cookies of [first, second, third]) {
      expect((await stage.fetch('/api/v1/me', { headers: { cookie: jar(cookies) } })).status).toBe(401)
    }
  })

  test('an access token asked for with a bearer token sets no cookie', async () => {
    const { accessToken } = await stage.logIn('ada@buyer.example')
    const answer = await stage.post('/auth/surface', { surface: 'shop' }, { authorization: `Bearer ${accessToken}` })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []])
  })

  test('a refresh without a token is a refusal', async () => {
    expect(await problemOf(await stage.post('/auth/refresh', {}))).toEqual([401, 'application/problem+json', 'session_ended', 401])
  })
})

describe('CSRF', () => {
  const FOREIGN = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]
  test.each([
    ['POST', '/auth/login'],
    ['POST', '/auth/logout'],
    ['POST', '/auth/refresh'],
    ['POST', '/auth/register'],
    ['POST', '/auth/surface'],
    ['POST', '/auth/password-reset'],
    ['POST', '/auth/password-reset/confirm'],
    ['POST', '/auth/email-change/confirm'],
    ['POST', '/auth/verify-email'],
    ['PUT', '/me/password'],
    ['PATCH', '/me'],
    ['POST', '/me/email-change'],
    ['DELETE', '/me/sessions'],
    ['POST', '/me/invitations/accept'],
    ['POST', '/vendor/members'],
  ])('%s %s from another site is refused', async (method, path) => {
    for (const headers of FOREIGN) {
      const answer = await stage.fetch(`/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(CREDENTIALS),
      })
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'cross_site_request'])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
  })

  test('from our own pages it passes', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: ORIGIN }]) {
      expect((await stage.post('/auth/login', CREDENTIALS, headers)).status).toBe(200)
    }
  })
})

describe('profile', () => {
  const me = (headers: Record<string, string>) => stage.fetch('/api/v1/me', { headers })

  test('shows the account and the stores it works for, and never the password', async () => {
    const id = await stage.addAccount('profile@buyer.example')
    const vendorId = await stage.addVendor('loom', id)
    const { accessToken } = await stage.logIn('profile@buyer.example')
    const answer = await me({ authorization: `Bearer ${accessToken}` })
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(await answer.json()).toEqual({
      id,
      email: 'profile@buyer.example',
      name: 'Ada Byron',
      locale: 'en',
      platformRole: null,
      isEmailVerified: true,
      memberships: [{ vendorId, slug: 'loom', name: 'loom', status: 'active', role: 'vendor_owner' }],
      version: 1,
    })
  })

  test('changes with If-Match, once a version', async () => {
    await stage.addAccount('change@buyer.example')
    const { accessToken } = await stage.logIn('change@buyer.example')
    const patch = (body: unknown, etag?: string) =>
      stage.fetch('/api/v1/me', {
        method: 'PATCH',
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...(etag ? { 'if-match': etag } : {}) },
        body: JSON.stringify(body),
      })
    expect((await patch({ name: 'Ada King' })).status).toBe(428)
    const changed = await patch({ name: 'Ada King', locale: 'en-GB' }, '"1"')
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"'])
    expect(await changed.json()).toMatchObject({ name: 'Ada King', locale: 'en-GB', version: 2 })
    expect((await patch({ name: 'Late' }, '"1"')).status).toBe(412)
    expect((await patch({}, '"2"')).status).toBe(422)
    expect((await patch({ email: 'other@buyer.example' }, '"2"')).status).toBe(422)
    expect(await stage.accountRow('change@buyer.example')).toMatchObject({ name: 'Ada King', version: 2 })
  })

  test.each([
    ['no token', {}],
    ['no Bearer', { authorization: 'Basic YWRhOnB3' }],
    ['no token of ours', { authorization: 'Bearer a.b.c' }],
    ['a bad bearer beside a good cookie', { authorization: 'Bearer a.b.c' }],
  ])('is closed to %s', async (_, headers) => {
    const cookies = cookiesOf(await stage.post('/auth/login', CREDENTIALS))
    const cookie = 'authorization' in headers ? { cookie: `__Host-stoa_shop=${cookies.get('__Host-stoa_shop')?.value}` } : {}
    expect((await me({ ...headers, ...cookie })).status).toBe(401)
  })
})

test('the public keys are published for others to verify with', async () => {
  const answer = await stage.fetch('/.well-known/jwks.json')
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
  expect(await answer.json()).toEqual(stage.tokens.publicKeys())
})
