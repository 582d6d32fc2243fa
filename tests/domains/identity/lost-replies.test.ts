import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type IdentityStage, PASSWORD, startIdentity } from './stage.ts'

/**
 * Each flow is run with the reply of its first database round trip lost after the commit, then of its second, and so on;
 * then it is asked again, as a client would. Whatever was stored the first time, the outcome is the one of a single run.
 */
let stage: IdentityStage
let n = 0
let email: string
beforeAll(async () => {
  stage = await startIdentity()
})
afterAll(() => stage.close())
beforeEach(() => {
  email = `lost${++n}@buyer.example`
})

const NEW = 'lantern pickle gravel'
const TRIPS = [1, 2, 3]
const losing = async (trip: number, ask: () => Promise<Response>): Promise<number[]> => {
  stage.turso.emulator.faults.add({ database: 'platform', mode: 'lost_reply_every', n: trip, times: 1 })
  const first = await ask()
  stage.turso.emulator.faults.clear()
  return [first.status, first.status === 503 ? (await ask()).status : first.status]
}
const livingSessions = async () =>
  (
    await stage.rows(
      sql`select s.id from session s join account a on a.id = s.account_id where a.email = ${email} and s.revoked_at_ms is null`,
    )
  ).length
const asked = async (path: string) => {
  await stage.post(path, { email })
  await stage.settle()
  return stage.tokenFor(email)
}

describe.each(TRIPS)('the reply of round trip %i is lost', (trip) => {
  test('sign-up: one account, whose newest link works', async () => {
    const [, status] = await losing(trip, () => stage.post('/auth/register', { email, password: PASSWORD, name: 'Ada Byron' }))
    expect(status).toBe(202)
    expect(await stage.rows(sql`select count(*) as n from account where email = ${email}`)).toEqual([{ n: 1 }])
    expect((await stage.post('/auth/verify-email', { token: await stage.tokenFor(email) })).status).toBe(204)
    await stage.logIn(email)
  })

  test('confirming an address: confirmed, even where the second answer says that the link is used', async () => {
    await stage.post('/auth/register', { email, password: PASSWORD, name: 'Ada Byron' })
    const token = await stage.tokenFor(email)
    const [first, second] = await losing(trip, () => stage.post('/auth/verify-email', { token }))
    expect([first, second]).toEqual(trip === 1 ? [503, 204] : trip === 2 ? [503, 410] : [204, 204])
    await stage.logIn(email)
  })

  test('log-in: signed in, and no failure is left counted for the right password but the lost one', async () => {
    await stage.addAccount(email)
    const [, status] = await losing(trip, () => stage.post('/auth/login', { email, password: PASSWORD }))
    expect(status).toBe(200)
    // A session whose reply was lost is in nobody's hands; it ends by itself and can be seen in the list.
    expect(await livingSessions()).toBe(trip === 2 ? 2 : 1)
  })

  test('password reset: the new password is the password, and only sessions from after it live', async () => {
    await stage.addAccount(email)
    const old = await stage.logIn(email)
    const token = await asked('/auth/password-reset')
    const [first, second] = await losing(trip, () => stage.post('/auth/password-reset/confirm', { token, password: NEW }))
    expect([first, second]).toEqual(trip === 1 ? [503, 200] : trip === 2 ? [503, 410] : [200, 200])
    expect(await stage.me(old.accessToken)).toBe(401)
    await stage.logIn(email, NEW)
    await expect(stage.logIn(email)).rejects.toThrow('401')
  })

  test('a failure before the commit changes nothing, and asking again is as good as new', async () => {
    await stage.addAccount(email)
    const before = await stage.accountRow(email)
    const token = await asked('/auth/password-reset')
    stage.turso.emulator.faults.add({ database: 'platform', mode: 'lost_request', times: 1, matching: 'update "account"' })
    expect((await stage.post('/auth/password-reset/confirm', { token, password: NEW })).status).toBe(503)
    expect(await stage.accountRow(email)).toEqual(before)
    expect((await stage.post('/auth/password-reset/confirm', { token, password: NEW })).status).toBe(200)
  })
})
