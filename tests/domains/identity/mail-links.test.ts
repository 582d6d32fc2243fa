import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type IdentityStage, PASSWORD, startIdentity } from './stage.ts'

let stage: IdentityStage
let people = 0
let email: string
let other: string
beforeAll(async () => {
  stage = await startIdentity()
})
afterAll(() => stage.close())
beforeEach(async () => {
  email = `ada${++people}@buyer.example`
  other = `bob${people}@buyer.example`
  await stage.addAccount(email)
  await stage.addAccount(other)
})

const NEW = 'lantern pickle gravel'
const MINUTE = 60_000
const askReset = async (address: string) => {
  expect((await stage.post('/auth/password-reset', { email: address })).status).toBe(202)
  await stage.settle()
  return stage.tokenFor(address)
}
const askChange = async (address: string, newEmail: string, password = PASSWORD) => {
  const { accessToken } = await stage.logIn(address, password)
  return stage.post('/me/email-change', { newEmail, password }, { authorization: `Bearer ${accessToken}` })
}
const askVerify = async (address: string) => {
  await stage.post('/auth/register', { email: address, password: PASSWORD, name: 'New Here' })
  return stage.tokenFor(address)
}
const verify = async (token: string) => (await stage.post('/auth/verify-email', { token })).status
const reset = async (token: string, password = NEW) => (await stage.post('/auth/password-reset/confirm', { token, password })).status
const confirmChange = async (token: string) => (await stage.post('/auth/email-change/confirm', { token })).status
const canLogIn = async (address: string, password: string) => (await stage.post('/auth/login', { email: address, password })).status === 200

describe('A6 links in mails: once, for their account and purpose (INV-IDN-3)', () => {
  test('a reset link sets the password of its own account and of no other', async () => {
    const token = await askReset(email)
    expect(await reset(token)).toBe(200)
    expect([await canLogIn(email, NEW), await canLogIn(email, PASSWORD)]).toEqual([true, false])
    expect([await canLogIn(other, PASSWORD), await canLogIn(other, NEW)]).toEqual([true, false])
  })

  test('the halves of two links do not mix', async () => {
    const [mine = '', theirs = ''] = [await askReset(email), await askReset(other)]
    const mixed = `${mine.split('.')[0]}.${theirs.split('.')[1]}`
    expect(await reset(mixed)).toBe(410)
    expect([await canLogIn(email, PASSWORD), await canLogIn(other, PASSWORD)]).toEqual([true, true])
    expect(await reset(mine)).toBe(200)
  })

  test('every purpose refuses the links of the others, and leaves them good', async () => {
    const fresh = `fresh${people}@buyer.example`
    const verifyToken = await askVerify(fresh)
    const resetToken = await askReset(email)
    await askChange(other, `moved${people}@buyer.example`)
    const changeToken = await stage.tokenFor(`moved${people}@buyer.example`)
    for (const [use, own] of [
      [verify, verifyToken],
      [reset, resetToken],
      [confirmChange, changeToken],
    ] as const) {
      for (const token of [verifyToken, resetToken, changeToken]) if (token !== own) expect(await use(token)).toBe(410)
    }
    expect([await verify(verifyToken), await reset(resetToken), await confirmChange(changeToken)]).toEqual([204, 200, 200])
  })

  test('each works once, also when used twice at the same moment', async () => {
    const fresh = `fresh${people}@buyer.example`
    const uses: [(token: string) => Promise<number>, string, number][] = [
      [verify, await askVerify(fresh), 204],
      [reset, await askReset(email), 200],
    ]
    await askChange(other, `moved${people}@buyer.example`)
    uses.push([confirmChange, await stage.tokenFor(`moved${people}@buyer.example`), 200])
    for (const [use, token, ok] of uses) {
      const statuses = await Promise.all([use(token), use(token), use(token)])
      expect(statuses.sort()).toEqual([ok, 410, 410].sort())
      expect(await use(token)).toBe(410)
    }
  })

  test.each([
    ['verify_email', 24 * 60 * MINUTE],
    ['reset_password', 30 * MINUTE],
    ['change_email', 60 * MINUTE],
  ] as const)('%s works to the last millisecond of its life and not after', async (purpose, lifeMs) => {
    const make = async (n: number): Promise<[(token: string) => Promise<number>, string]> => {
      const address = `life${people}-${n}@buyer.example`
      if (purpose === 'verify_email') return [verify, await askVerify(address)]
      if (purpose === 'reset_password') return [reset, await askReset(n === 0 ? email : other)]
      await askChange(n === 0 ? email : other, address)
      return [confirmChange, await stage.tokenFor(address)]
    }
    const [[use, first], [, second]] = [await make(0), await make(1)]
    stage.clock.nowMs += lifeMs - 1
    expect([200, 204]).toContain(await use(first))
    stage.clock.nowMs += 1
    expect(await use(second)).toBe(410)
  })

  test('a changed password ends every outstanding link', async () => {
    const resetToken = await askReset(email)
    await askChange(email, `moved${people}@buyer.example`)
    const changeToken = await stage.tokenFor(`moved${people}@buyer.example`)
    const { accessToken } = await stage.logIn(email)
    const changed = await stage.fetch('/api/v1/me/password', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ password: PASSWORD, newPassword: NEW }),
    })
    expect(changed.status).toBe(200)
    expect([await reset(resetToken, 'walnut sphinx oboe'), await confirmChange(changeToken)]).toEqual([410, 410])
    expect(await canLogIn(email, NEW)).toBe(true)
  })

  test('a used reset link ends the others that were asked for', async () => {
    const [first, second] = [await askReset(email), await askReset(email)]
    expect([await reset(second), await reset(first, 'walnut sphinx oboe')]).toEqual([200, 410])
  })

  test('a moved account ends the links that went to its old address', async () => {
    const resetToken = await askReset(email)
    await askChange(email, `moved${people}@buyer.example`)
    expect(await confirmChange(await stage.tokenFor(`moved${people}@buyer.example`))).toBe(200)
    expect(await reset(resetToken)).toBe(410)
    expect([await canLogIn(`moved${people}@buyer.example`, PASSWORD), await canLogIn(email, PASSWORD)]).toEqual([true, false])
    expect(await stage.auditActions()).toContain('email.change')
  })

  test('links of a disabled account are dead', async () => {
    const token = await askReset(email)
    await stage.platform.run(sql`update account set disabled_at_ms = 1 where email = ${email}`)
    expect(await reset(token)).toBe(410)
  })

  test('a refused password does not use the link up', async () => {
    const token = await askReset(email)
    expect([await reset(token, 'short'), await reset(token)]).toEqual([422, 200])
  })

  test.each([
    '',
    'x',
    'mtk_01JD0000000000000000000000',
    `mtk_01JD0000000000000000000000.${'A'.repeat(43)}`,
    'acc_01JD0000000000000000000000.x.y',
  ])('what is no link of ours is refused like a dead one: %s', async (token) => {
    expect([await verify(token), await reset(token), await confirmChange(token)]).toEqual([410, 410, 410])
  })
})

describe('password reset', () => {
  test('ends every session, signs in, tells the owner and is audited', async () => {
    const old = await stage.logIn(email)
    const token = await askReset(email)
    const answer = await stage.post('/auth/password-reset/confirm', { token, password: NEW, delivery: 'body' })
    const next = (await answer.json()) as { accessToken: string }
    expect([await stage.me(old.accessToken), await stage.me(next.accessToken)]).toEqual([401, 200])
    expect((await stage.mailsTo(email)).at(-1)).toEqual({ template: 'password_changed', name: 'Ada Byron' })
    expect(await stage.auditActions()).toContain('password.reset')
  })

  test('proves the address, so an unconfirmed account is confirmed by it', async () => {
    const fresh = `fresh${people}@buyer.example`
    await askVerify(fresh)
    expect(await reset(await askReset(fresh))).toBe(200)
    expect((await stage.accountRow(fresh))?.emailVerifiedAtMs).toBe(stage.clock.nowMs)
  })

  test('an unknown address gets no mail; a known one five an hour', async () => {
    for (let n = 0; n < 8; n++) {
      expect((await stage.post('/auth/password-reset', { email })).status).toBe(202)
      expect((await stage.post('/auth/password-reset', { email: 'nobody@nowhere.example' })).status).toBe(202)
    }
    await stage.settle()
    expect((await stage.mailsTo(email)).map(({ template }) => template)).toEqual(Array(5).fill('reset_password'))
    expect(await stage.mailsTo('nobody@nowhere.example')).toEqual([])
  })
})

describe('e-mail change', () => {
  test('mails a link to the new address and a notice to the old one, and changes nothing before the link is used', async () => {
    const moved = `moved${people}@buyer.example`
    const before = await stage.accountRow(email)
    expect((await askChange(email, moved.toUpperCase())).status).toBe(202)
    expect(await stage.accountRow(email)).toEqual(before)
    expect(await stage.mailsTo(moved)).toEqual([
      { template: 'change_email', name: 'Ada Byron', url: expect.stringMatching(/^https:\/\/stoa\.example\/confirm-email\?token=mtk_/) },
    ])
    expect(await stage.mailsTo(email)).toEqual([
      { template: 'email_change_notice', name: 'Ada Byron', newEmail: moved, url: 'https://stoa.example/reset-password' },
    ])
    expect(await confirmChange(await stage.tokenFor(moved))).toBe(200)
    expect(await stage.accountRow(moved)).toMatchObject({ id: before?.id, emailVerifiedAtMs: stage.clock.nowMs })
  })

  test('to a taken address answers the same, and tells its owner', async () => {
    const [free, taken] = [await askChange(email, `free${people}@buyer.example`), await askChange(email, other)]
    expect([free.status, await free.text()]).toEqual([taken.status, await taken.text()])
    expect(await stage.mailsTo(other)).toEqual([{ template: 'email_in_use', name: 'Ada Byron', url: 'https://stoa.example/log-in' }])
  })

  test('to an address that is taken before the link is used is refused, and the link is not lost', async () => {
    const moved = `moved${people}@buyer.example`
    await askChange(email, moved)
    const token = await stage.tokenFor(moved)
    await stage.addAccount(moved)
    const before = await stage.accountRow(email)
    expect(await confirmChange(token)).toBe(409)
    expect(await stage.accountRow(email)).toEqual(before)
  })

  test('needs the current password', async () => {
    const { accessToken } = await stage.logIn(email)
    const answer = await stage.post(
      '/me/email-change',
      { newEmail: 'x@y.example', password: 'wrong' },
      { authorization: `Bearer ${accessToken}` },
    )
    expect(answer.status).toBe(403)
    expect(await stage.mailsTo('x@y.example')).toEqual([])
  })
})
