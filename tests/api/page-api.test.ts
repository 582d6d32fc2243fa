import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cookiesOf, type IdentityStage, ORIGIN, PASSWORD, startIdentity } from '#tests/domains/identity/stage.ts'
import { createPageApi } from '#worker/page-api.ts'
import type { Id } from '#worker/pure/ids.ts'
import { MINUTE_MS } from '#worker/pure/time.ts'

let stage: IdentityStage
let first: Id<'vendor'>
let second: Id<'vendor'>
let calls: string[]

beforeAll(async () => {
  stage = await startIdentity()
  const ada = await stage.addAccount('ada@buyer.example')
  first = await stage.addVendor('first-store', ada)
  second = await stage.addVendor('second-store', ada)
  await stage.addAccount('bo@buyer.example')
})
beforeEach(() => {
  calls = []
})
afterAll(() => stage.close())

/** A page's view of the API for a browser that sends these cookies, and a note of every call that reaches the API. */
function pageWith(cookies: Record<string, string>, init: RequestInit = {}) {
  const cookie = Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
  const request = new Request(`${ORIGIN}/account`, { ...init, headers: { cookie, ...init.headers } })
  return createPageApi(request, async (call) => {
    calls.push(`${call.method} ${new URL(call.url).pathname.replace('/api/v1', '')}`)
    return stage.fetch(call.url, { method: call.method, headers: call.headers, body: call.body, duplex: 'half' } as RequestInit)
  })
}

async function logIn(email: string): Promise<Record<string, string>> {
  const answer = await stage.post('/auth/login', { email, password: PASSWORD })
  return Object.fromEntries([...cookiesOf(answer)].map(([name, { value }]) => [name, value]))
}

const namesSet = (page: ReturnType<typeof pageWith>) =>
  page
    .setCookies()
    .map((line) => line.split('=')[0])
    .sort()

test('a log-in made by a page goes out with it, and is used by its next calls', async () => {
  const page = pageWith({})
  const answer = await page.api.api.v1.auth.login.$post({ json: { email: 'ada@buyer.example', password: PASSWORD } })
  expect(answer.status).toBe(200)
  expect(namesSet(page)).toEqual(['__Host-stoa_refresh', '__Host-stoa_shop'])
  const me = await page.api.api.v1.me.$get()
  expect(await me.json()).toMatchObject({ email: 'ada@buyer.example' })
})

test('a browser that has only its session left gets a token, once for all the calls of a page', async () => {
  const { '__Host-stoa_refresh': refresh = '' } = await logIn('ada@buyer.example')
  const page = pageWith({ '__Host-stoa_refresh': refresh })
  const answers = await Promise.all([page.api.api.v1.me.$get(), page.api.api.v1.me.$get(), page.api.api.v1.me.sessions.$get()])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(calls.filter((call) => call === 'POST /auth/refresh')).toHaveLength(1)
  expect(namesSet(page)).toEqual(['__Host-stoa_refresh', '__Host-stoa_shop'])
})

test('a session that has ended is forgotten, and the call is a guest’s', async () => {
  const page = pageWith({ '__Host-stoa_refresh': 'ses_01JD0000000000000000000000.made.up' })
  expect((await page.api.api.v1.me.$get()).status).toBe(401)
  expect(page.setCookies().filter((line) => line.startsWith('__Host-stoa_refresh=;'))[0]).toMatch(/Max-Age=0/)
  expect(page.hasCookie('__Host-stoa_refresh')).toBe(false)
})

test('the vendor portal works for the first store, and from then on for the one that was chosen', async () => {
  const cookies = await logIn('ada@buyer.example')
  const page = pageWith(cookies)
  await page.api.api.v1.vendor.members.$get()
  const storeOf = (lines: string[]) => lines.find((line) => line.startsWith('__Host-stoa_store='))?.split(/[=;]/)[1]
  expect([first, second]).toContain(storeOf(page.setCookies()))

  const other = storeOf(page.setCookies()) === first ? second : first
  const chooser = pageWith(cookies)
  expect((await chooser.api.api.v1.auth.surface.$post({ json: { surface: 'vendor', vendorId: other } })).status).toBe(200)
  expect(storeOf(chooser.setCookies())).toBe(other)

  const later = pageWith({ ...cookies, '__Host-stoa_store': other })
  await later.api.api.v1.vendor.members.$get()
  expect(storeOf(later.setCookies())).toBe(other)
})

test('a store cookie opens no store of somebody else', async () => {
  const page = pageWith({ ...(await logIn('bo@buyer.example')), '__Host-stoa_store': first })
  expect((await page.api.api.v1.vendor.members.$get()).status).toBe(401)
  expect(page.setCookies()).toEqual([])
  expect(calls).toEqual(['GET /me', 'GET /vendor/members'])
})

test('somebody signed in without a role on a surface is refused there, not asked to log in again', async () => {
  const page = pageWith(await logIn('bo@buyer.example'))
  const answers = await Promise.all([page.api.api.v1.admin.vendors.$get({ query: {} }), page.api.api.v1.admin.summary.$get()])
  expect(answers.map(({ status }) => status)).toEqual([403, 403])
  expect(await Promise.all(answers.map(async (answer) => ((await answer.json()) as unknown as { code: string }).code))).toEqual([
    'no_role_there',
    'no_role_there',
  ])
  expect(page.setCookies()).toEqual([])
})

test('a session outlives its tokens: half an hour later a page still knows who is there', async () => {
  const cookies = await logIn('ada@buyer.example')
  stage.clock.nowMs += 30 * MINUTE_MS
  const page = pageWith({ '__Host-stoa_refresh': cookies['__Host-stoa_refresh'] ?? '' })
  expect((await page.api.api.v1.me.$get()).status).toBe(200)
})

test('a form that another site sends changes nothing', async () => {
  const cookies = await logIn('ada@buyer.example')
  const page = pageWith(cookies, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
  const answer = await page.api.api.v1.me.$patch({ json: { name: 'Eve' }, header: { 'if-match': '"1"' } })
  expect([answer.status, ((await answer.json()) as unknown as { code: string }).code]).toEqual([403, 'cross_site_request'])
  expect(await (await pageWith(cookies).api.api.v1.me.$get()).json()).toMatchObject({ name: 'Ada Byron' })
})
