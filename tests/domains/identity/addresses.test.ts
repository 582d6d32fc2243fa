import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type IdentityStage, startIdentity } from './stage.ts'

let stage: IdentityStage
let token: string
let n = 0
beforeAll(async () => {
  stage = await startIdentity()
})
afterAll(() => stage.close())
beforeEach(async () => {
  token = await someone()
})

async function someone(): Promise<string> {
  const email = `ada${++n}@buyer.example`
  await stage.addAccount(email)
  return (await stage.logIn(email)).accessToken
}

type Saved = { id: string; isDefault: boolean; address: Record<string, string> }
const PORTLAND = { name: 'Ada Byron', line1: '12 Orchard Lane', city: 'Portland', region: 'OR', postalCode: '97201', country: 'US' }
const BERLIN = { name: 'Ada Byron', line1: 'Torstraße 1', city: 'Berlin', postalCode: '10119', country: 'DE' }

const call = (method: string, path: string, body?: unknown, as = token) =>
  stage.fetch(`/api/v1/me/addresses${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const add = async (address: object, isDefault = false): Promise<Saved> => {
  const answer = await call('POST', '', { address, isDefault })
  expect(answer.status).toBe(201)
  return (await answer.json()) as Saved
}
const list = async (as = token) => ((await (await call('GET', '', undefined, as)).json()) as { items: Saved[] }).items
const shown = async () => (await list()).map(({ address, isDefault }) => [address.city, isDefault])

describe('INV-IDN-6: an account with addresses has exactly one that is meant first', () => {
  test('the first one is, asked for or not', async () => {
    expect(await list()).toEqual([])
    const first = await add(PORTLAND)
    expect(first).toEqual({ id: expect.stringMatching(/^adr_\w{26}$/), isDefault: true, address: PORTLAND })
    expect(await list()).toEqual([first])
  })

  test('another one can take its place, when added or later', async () => {
    const first = await add(PORTLAND)
    stage.clock.nowMs += 1
    await add(BERLIN)
    expect(await shown()).toEqual([
      ['Portland', true],
      ['Berlin', false],
    ])
    stage.clock.nowMs += 1
    await add({ ...BERLIN, city: 'Potsdam' }, true)
    expect(await shown()).toEqual([
      ['Potsdam', true],
      ['Berlin', false],
      ['Portland', false],
    ])
    expect(await (await call('PATCH', `/${first.id}`, { isDefault: true })).json()).toEqual({ ...first, isDefault: true })
    expect(await shown()).toEqual([
      ['Portland', true],
      ['Potsdam', false],
      ['Berlin', false],
    ])
  })

  test('when it is forgotten the newest of the others is; the last one leaves none', async () => {
    const first = await add(PORTLAND)
    stage.clock.nowMs += 1
    const second = await add(BERLIN)
    stage.clock.nowMs += 1
    const third = await add({ ...BERLIN, city: 'Potsdam' })
    expect((await call('DELETE', `/${first.id}`)).status).toBe(204)
    expect(await shown()).toEqual([
      ['Potsdam', true],
      ['Berlin', false],
    ])
    expect((await call('DELETE', `/${second.id}`)).status).toBe(204)
    expect((await call('DELETE', `/${third.id}`)).status).toBe(204)
    expect(await list()).toEqual([])
  })

  test('also when two are added at once, both meant first', async () => {
    await Promise.all([add(PORTLAND, true), add(BERLIN, true)])
    expect((await list()).map(({ isDefault }) => isDefault)).toEqual([true, false])
  })
})

test('an address is rewritten as a whole', async () => {
  const { id } = await add({ ...PORTLAND, line2: 'Back door', phone: '+1 503 555 0100' })
  expect(await (await call('PATCH', `/${id}`, { address: BERLIN })).json()).toEqual({ id, isDefault: true, address: BERLIN })
  expect((await list())[0]?.address).toEqual(BERLIN)
})

test('twenty are kept, the next is refused and nothing moves; after one is forgotten there is room', async () => {
  const ids: string[] = []
  for (let i = 0; i < 20; i++) ids.push((await add({ ...PORTLAND, line1: `${i} Orchard Lane` })).id)
  const before = await list()
  const answer = await call('POST', '', { address: BERLIN, isDefault: true })
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'too_many_addresses'])
  expect(await list()).toEqual(before)
  expect((await call('DELETE', `/${ids[3]}`)).status).toBe(204)
  await add(BERLIN)
  expect((await list()).length).toBe(20)
})

test("another account's address is 404 and stays as it is", async () => {
  const mine = await add(PORTLAND)
  const mallory = await someone()
  for (const answer of [
    await call('PATCH', `/${mine.id}`, { address: BERLIN, isDefault: true }, mallory),
    await call('DELETE', `/${mine.id}`, undefined, mallory),
    await call('DELETE', '/adr_01JD0000000000000000000000', undefined, mallory),
  ]) {
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'not_found'])
  }
  expect(await list(mallory)).toEqual([])
  expect(await list()).toEqual([mine])
})

test.each([
  ['no street', { ...PORTLAND, line1: ' ' }, '/address/line1'],
  ['a country that is none', { ...PORTLAND, country: 'Oregon' }, '/address/country'],
  ['a field we do not know', { ...PORTLAND, accountId: 'acc_1' }, '/address/accountId'],
])('refuses %s, and keeps nothing', async (_, address, pointer) => {
  const answer = await call('POST', '', { address })
  const problem = (await answer.json()) as { code: string; errors: { pointer: string }[] }
  expect([answer.status, problem.code, problem.errors.map((error) => error.pointer)]).toEqual([422, 'invalid_input', [pointer]])
  expect(await list()).toEqual([])
  expect(await stage.rows(sql`select count(*) as n from address where address like '%Oregon%'`)).toEqual([{ n: 0 }])
})

test('needs somebody who is signed in', async () => {
  expect((await stage.fetch('/api/v1/me/addresses')).status).toBe(401)
})
