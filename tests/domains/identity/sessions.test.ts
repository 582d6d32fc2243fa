import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { account, session } from '#db/platform/schema/identity.ts'
import { vendor, vendorMember } from '#db/platform/schema/tenancy.ts'
import type { Id } from '#worker/pure/ids.ts'
import { ANONYMOUS } from '#worker/pure/principal.ts'
import { cookiesOf, type IdentityStage, PASSWORD, startIdentity } from './stage.ts'

let stage: IdentityStage
let email: string
let accountId: Id<'account'>
let people = 0
beforeAll(async () => {
  stage = await startIdentity()
})
afterAll(() => stage.close())
beforeEach(async () => {
  email = `person${++people}@buyer.example`
  accountId = await stage.addAccount(email)
})

const REFRESH = '__Host-stoa_refresh'
const refresh = (refreshToken: string, more: object = {}) => stage.post('/auth/refresh', { refreshToken, ...more })
const refreshed = async (refreshToken: string) =>
  (await (await refresh(refreshToken)).json()) as { accessToken: string; refreshToken: string }
const mine = () => stage.platform.select().from(session).where(eq(session.accountId, accountId)).orderBy(session.id)
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const call = (method: string, path: string, token: string, body?: unknown) =>
  stage.fetch(`/api/v1${path}`, {
    method,
    headers: { ...bearer(token), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const vendorToken = async (accessToken: string, vendorId: Id<'vendor'>) => {
  const answer = await call('POST', '/auth/surface', accessToken, { surface: 'vendor', vendorId })
  return ((await answer.json()) as { accessToken: string }).accessToken
}
const principalOf = (token: string, surface: 'shop' | 'vendor' | 'admin' | 'support' | null) =>
  stage.ctx().sessions.principalOf(token, surface)

describe('A4 session fixation', () => {
  test('a log-in never takes over a session that came with the request, and ends it if it was ours', async () => {
    const planted = await stage.logIn(email)
    const victim = await stage.addAccount(`victim${people}@buyer.example`)
    const answer = await stage.post(
      '/auth/login',
      { email: `victim${people}@buyer.example`, password: PASSWORD },
      { cookie: `${REFRESH}=${planted.refreshToken}; __Host-stoa_shop=${planted.accessToken}` },
    )
    expect(answer.status).toBe(200)
    const cookies = cookiesOf(answer)
    expect(cookies.get(REFRESH)?.value).not.toBe(planted.refreshToken)
    const [opened] = await stage.platform.select().from(session).where(eq(session.accountId, victim))
    expect(cookies.get(REFRESH)?.value.split('.')[0]).toBe(opened?.id)
    expect(planted.refreshToken).not.toContain(opened?.id)
    expect(await stage.me(planted.accessToken)).toBe(401)
    expect((await refresh(planted.refreshToken)).status).toBe(401)
  })

  test('an invented cookie is passed over', async () => {
    const answer = await stage.post('/auth/login', { email, password: PASSWORD }, { cookie: `${REFRESH}=ses_0.attacker.chosen` })
    expect(answer.status).toBe(200)
    expect((await mine()).map(({ revokedAtMs }) => revokedAtMs)).toEqual([null])
  })
})

describe('A4 rotation', () => {
  test('each refresh gives the next token, and the chain goes on', async () => {
    const first = await stage.logIn(email)
    stage.clock.nowMs += 60_000
    const second = await refreshed(first.refreshToken)
    stage.clock.nowMs += 60_000
    const third = await refreshed(second.refreshToken)
    expect(new Set([first.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3)
    expect(await mine()).toEqual([expect.objectContaining({ generation: 3, revokedAtMs: null, rotatedAtMs: stage.clock.nowMs })])
    expect(await stage.me(third.accessToken)).toBe(200)
  })

  test('a refresh is one round trip', async () => {
    const { refreshToken } = await stage.logIn(email)
    const before = stage.trips.count
    await refreshed(refreshToken)
    expect(stage.trips.count - before).toBe(1)
  })

  test('an older token ends the session for both parties, and is audited', async () => {
    const first = await stage.logIn(email)
    const second = await refreshed(first.refreshToken)
    const third = await refreshed(second.refreshToken)
    expect((await refresh(first.refreshToken)).status).toBe(401)
    expect((await refresh(third.refreshToken)).status).toBe(401)
    for (const { accessToken } of [first, second, third]) expect(await stage.me(accessToken)).toBe(401)
    expect((await stage.auditActions()).filter((action) => action === 'session.token_reused')).toHaveLength(1)
  })

  test('a lost reply: the token before gets the same next one again for 10 s, and after that counts as stolen', async () => {
    const first = await stage.logIn(email)
    const second = await refreshed(first.refreshToken)
    stage.clock.nowMs += 10_000
    const again = await refreshed(first.refreshToken)
    expect(again.refreshToken).toBe(second.refreshToken)
    expect((await mine())[0]).toMatchObject({ generation: 2, revokedAtMs: null })
    stage.clock.nowMs += 1
    expect((await refresh(first.refreshToken)).status).toBe(401)
    expect((await mine())[0]?.revokedAtMs).toBe(stage.clock.nowMs)
  })

  test('ten tabs that refresh at once share one next token', async () => {
    const { refreshToken } = await stage.logIn(email)
    const answers = await Promise.all(Array.from({ length: 10 }, () => refreshed(refreshToken)))
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1)
    expect((await mine())[0]).toMatchObject({ generation: 2, revokedAtMs: null })
  })

  test('a reply lost after the commit is mended by asking again', async () => {
    const { refreshToken } = await stage.logIn(email)
    stage.turso.emulator.faults.add({ database: 'platform', mode: 'lost_reply', times: 1 })
    expect((await refresh(refreshToken)).status).toBe(503)
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  test('an invented or altered token is refused and ends nothing', async () => {
    const { refreshToken } = await stage.logIn(email)
    const [id = '', secret = '', seal = ''] = refreshToken.split('.')
    for (const forged of [
      `${id}.${secret}`,
      `${id}.${'A'.repeat(43)}.${seal}`,
      `${id}.${secret}.${'A'.repeat(43)}`,
      `${refreshToken}.x`,
      '',
      'x',
    ]) {
      expect((await refresh(forged)).status).toBe(401)
    }
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  test('a session ends 14 days after its last refresh, and 30 days after log-in however busy it was', async () => {
    const day = 86_400_000
    const idle = await stage.logIn(email)
    const busy = await stage.logIn(email)
    let token = busy.refreshToken
    for (const days of [13, 13]) {
      stage.clock.nowMs += days * day
      token = (await refreshed(token)).refreshToken
    }
    expect((await refresh(idle.refreshToken)).status).toBe(401)
    stage.clock.nowMs += 4 * day - 1
    expect((await refresh(token)).status).toBe(200)
    stage.clock.nowMs += 1
    expect((await refresh(token)).status).toBe(401)
  })
})

describe('A4 every older token is refused at once', () => {
  test('after log-out, and the cookies are gone', async () => {
    const { accessToken, refreshToken } = await stage.logIn(email)
    expect(await stage.me(accessToken)).toBe(200)
    const answer = await stage.post('/auth/logout', {}, { cookie: `${REFRESH}=${refreshToken}` })
    expect(answer.status).toBe(204)
    expect([...cookiesOf(answer).keys()].sort()).toEqual([
      '__Host-stoa_admin',
      '__Host-stoa_refresh',
      '__Host-stoa_shop',
      '__Host-stoa_support',
      '__Host-stoa_vendor',
    ])
    for (const { value, attributes } of cookiesOf(answer).values())
      expect([value, attributes]).toEqual(['', expect.stringMatching(/^Max-Age=0;/)])
    expect(await stage.me(accessToken)).toBe(401)
    expect((await refresh(refreshToken)).status).toBe(401)
    expect((await stage.post('/auth/logout', { refreshToken })).status).toBe(204)
  })

  test('after a changed password: on this device, on the others, and on every surface', async () => {
    const vendorId = await stage.addVendor(`shop-${people}`, accountId)
    const here = await stage.logIn(email)
    const there = await stage.logIn(email)
    const older = [here.accessToken, there.accessToken, await vendorToken(here.accessToken, vendorId)]
    const answer = await call('PUT', '/me/password', here.accessToken, {
      password: PASSWORD,
      newPassword: 'lantern pickle gravel',
      delivery: 'body',
    })
    expect(answer.status).toBe(200)
    const next = (await answer.json()) as { accessToken: string; refreshToken: string }
    for (const token of older) expect(await principalOf(token, null)).toBeNull()
    for (const { refreshToken } of [here, there]) expect((await refresh(refreshToken)).status).toBe(401)
    expect(await stage.me(next.accessToken)).toBe(200)
    expect((await refresh(next.refreshToken)).status).toBe(200)
    expect(await stage.mailsTo(email)).toEqual([{ template: 'password_changed', name: 'Ada Byron' }])
    await expect(stage.logIn(email)).rejects.toThrow('401')
    await stage.logIn(email, 'lantern pickle gravel')
  })

  test('a refused change of password moves nothing', async () => {
    const vendorId = await stage.addVendor(`walnut-lantern-${people}`, accountId)
    const { accessToken } = await stage.logIn(email)
    const before = await stage.accountRow(email)
    const change = (body: object) =>
      call('PUT', '/me/password', accessToken, { password: PASSWORD, newPassword: 'lantern pickle gravel', ...body })
    expect((await change({ password: 'wrong' })).status).toBe(403)
    expect((await change({ newPassword: 'short' })).status).toBe(422)
    expect((await change({ newPassword: `Walnut Lantern ${people} 2026` })).status).toBe(422)
    expect(await stage.accountRow(email)).toEqual(before)
    expect(await stage.me(accessToken)).toBe(200)
    expect(vendorId).toMatch(/^ven_/)
  })

  test('after the account is disabled, and log-in is refused like a wrong password', async () => {
    const admin = await stage.addAccount(`admin${people}@stoa.example`, { platformRole: 'platform_admin' })
    const adminSession = await stage.logIn(`admin${people}@stoa.example`)
    const surface = await call('POST', '/auth/surface', adminSession.accessToken, { surface: 'admin' })
    const adminToken = ((await surface.json()) as { accessToken: string }).accessToken
    const { accessToken, refreshToken } = await stage.logIn(email)

    const disable = await call('POST', `/admin/accounts/${accountId}/disable`, adminToken, { reason: 'Left the company' })
    expect([disable.status, await disable.json()]).toEqual([200, { id: accountId, isDisabled: true }])
    expect(await stage.me(accessToken)).toBe(401)
    expect((await refresh(refreshToken)).status).toBe(401)
    await expect(stage.logIn(email)).rejects.toThrow('401')
    expect(await stage.auditActions()).toContain('account.disable')

    expect((await call('POST', `/admin/accounts/${accountId}/enable`, adminToken, { reason: 'Came back' })).status).toBe(200)
    expect(await stage.me(accessToken)).toBe(401)
    await stage.logIn(email)
    expect(admin).toMatch(/^acc_/)
  })

  test('by the account alone, should a session have been left open', async () => {
    const { accessToken, refreshToken } = await stage.logIn(email)
    await stage.platform.update(account).set({ disabledAtMs: stage.clock.nowMs }).where(eq(account.id, accountId))
    expect((await mine()).map(({ revokedAtMs }) => revokedAtMs)).toEqual([null])
    expect(await stage.me(accessToken)).toBe(401)
    expect((await refresh(refreshToken)).status).toBe(401)
  })

  test('after a device is signed out from the list, and only that device', async () => {
    const here = await stage.logIn(email)
    const there = await stage.logIn(email)
    const list = (await (await call('GET', '/me/sessions', here.accessToken)).json()) as {
      items: { id: Id<'session'>; isCurrent: boolean }[]
    }
    expect(list.items).toHaveLength(2)
    const other = list.items.find(({ isCurrent }) => !isCurrent)
    expect((await call('DELETE', `/me/sessions/${other?.id}`, here.accessToken)).status).toBe(204)
    expect([await stage.me(here.accessToken), await stage.me(there.accessToken)]).toEqual([200, 401])
    expect((await call('DELETE', `/me/sessions/${other?.id}`, here.accessToken)).status).toBe(404)
  })

  test("nobody signs somebody else's device out", async () => {
    const { accessToken } = await stage.logIn(email)
    const stranger = await stage.addAccount(`stranger${people}@buyer.example`)
    const theirs = await stage.logIn(`stranger${people}@buyer.example`)
    const [row] = await stage.platform.select().from(session).where(eq(session.accountId, stranger))
    expect((await call('DELETE', `/me/sessions/${row?.id}`, accessToken)).status).toBe(404)
    expect(await stage.me(theirs.accessToken)).toBe(200)
  })

  test('signing every other device out keeps this one', async () => {
    const sessions = [await stage.logIn(email), await stage.logIn(email), await stage.logIn(email)]
    const answer = await call('DELETE', '/me/sessions', sessions[1]?.accessToken ?? '')
    expect(await answer.json()).toEqual({ ended: 2 })
    expect(await Promise.all(sessions.map(({ accessToken }) => stage.me(accessToken)))).toEqual([401, 200, 401])
  })
})

describe('A4 role downgrade (INV-IDN-2)', () => {
  test('a lower role counts with the next request; a lost one ends the token', async () => {
    const vendorId = await stage.addVendor(`role-${people}`, await stage.addAccount(`boss${people}@buyer.example`))
    await stage.addMember(vendorId, accountId, 'vendor_owner')
    const { accessToken } = await stage.logIn(email)
    const token = await vendorToken(accessToken, vendorId)
    const roleNow = async () => {
      const principal = await principalOf(token, 'vendor')
      return principal?.role ?? null
    }
    expect(await roleNow()).toBe('vendor_owner')
    await stage.platform.update(vendorMember).set({ role: 'vendor_analyst' }).where(eq(vendorMember.accountId, accountId))
    expect(await roleNow()).toBe('vendor_analyst')
    expect((await call('GET', '/vendor/members', token)).status).toBe(403)
    await stage.platform.delete(vendorMember).where(eq(vendorMember.accountId, accountId))
    expect(await roleNow()).toBeNull()
    expect((await call('GET', '/vendor/members', token)).status).toBe(401)
    expect(await stage.me(accessToken)).toBe(200)
  })

  test('while a store is suspended its leaders may only do what a packer may', async () => {
    const vendorId = await stage.addVendor(`closed-${people}`, accountId)
    const { accessToken } = await stage.logIn(email)
    const token = await vendorToken(accessToken, vendorId)
    await stage.platform.update(vendor).set({ status: 'suspended' }).where(eq(vendor.id, vendorId))
    expect(await principalOf(token, 'vendor')).toMatchObject({ role: 'vendor_fulfilment', vendorId })
    await stage.platform.update(vendor).set({ status: 'active' }).where(eq(vendor.id, vendorId))
    expect(await principalOf(token, 'vendor')).toMatchObject({ role: 'vendor_owner', vendorId })
  })

  test.each([
    ['platform_admin', { shop: 'buyer', admin: 'platform_admin', support: 'platform_admin' }],
    ['platform_finance', { shop: 'buyer', admin: 'platform_finance', support: null }],
    ['platform_moderator', { shop: 'buyer', admin: 'platform_moderator', support: null }],
    ['support_rep', { shop: 'buyer', admin: null, support: 'support_rep' }],
    [null, { shop: 'buyer', admin: null, support: null }],
  ] as const)('%s has exactly these surfaces', async (platformRole, expected) => {
    await stage.platform.update(account).set({ platformRole }).where(eq(account.id, accountId))
    const { accessToken } = await stage.logIn(email)
    for (const [surface, role] of Object.entries(expected)) {
      const answer = await call('POST', '/auth/surface', accessToken, { surface })
      expect([surface, answer.status]).toEqual([surface, role === null ? 403 : 200])
      if (role !== null) expect(await answer.json()).toMatchObject({ surface, role, vendorId: null })
    }
  })

  test('no token for a vendor one does not work for, nor through a refresh, and it looks like one that does not exist', async () => {
    const theirs = await stage.addVendor(`theirs-${people}`, await stage.addAccount(`them${people}@buyer.example`))
    const { accessToken, refreshToken } = await stage.logIn(email)
    const ask = async (vendorId: string) => {
      const answer = await call('POST', '/auth/surface', accessToken, { surface: 'vendor', vendorId })
      return [answer.status, ((await answer.json()) as { code: string; detail: string }).detail]
    }
    expect(await ask(theirs)).toEqual([403, 'You have no role there.'])
    expect(await ask('ven_01JD0000000000000000000000')).toEqual([403, 'You have no role there.'])
    expect((await refresh(refreshToken, { surface: 'vendor', vendorId: theirs })).status).toBe(403)
    expect((await call('POST', '/auth/surface', accessToken, { surface: 'vendor' })).status).toBe(422)
    expect((await call('POST', '/auth/surface', accessToken, { surface: 'shop', vendorId: theirs })).status).toBe(422)
  })
})

test('who is calling is found in one round trip', async () => {
  const { accessToken } = await stage.logIn(email)
  const before = stage.trips.count
  expect(await principalOf(accessToken, 'shop')).toEqual({
    kind: 'account',
    accountId,
    sessionId: (await mine())[0]?.id,
    email,
    isEmailVerified: true,
    surface: 'shop',
    role: 'buyer',
    vendorId: null,
  })
  expect(stage.trips.count - before).toBe(2) // One of them is this test's own look for the session.
  expect(stage.ctx().principal).toBe(ANONYMOUS)
})
