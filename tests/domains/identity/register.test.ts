import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type IdentityStage, PASSWORD, startIdentity } from './stage.ts'

let stage: IdentityStage
beforeAll(async () => {
  stage = await startIdentity()
})
afterAll(() => stage.close())

const signUp = (email: string, password = PASSWORD, name = 'Grace Hopper') => stage.post('/auth/register', { email, password, name })

describe('sign-up', () => {
  test('opens an account that can sign in once its address is confirmed, not before (INV-IDN-1)', async () => {
    expect((await signUp('Grace@Navy.example')).status).toBe(202)
    const account = await stage.accountRow('grace@navy.example')
    expect(account).toMatchObject({ name: 'Grace Hopper', locale: 'en', platformRole: null, emailVerifiedAtMs: null, version: 1 })
    expect(await stage.mailsTo('grace@navy.example')).toEqual([
      {
        template: 'verify_email',
        name: 'Grace Hopper',
        url: expect.stringMatching(/^https:\/\/stoa\.example\/verify-email\?token=mtk_\w{26}\.[\w-]{43}$/),
      },
    ])

    const early = await stage.post('/auth/login', { email: 'grace@navy.example', password: PASSWORD })
    expect(early.status).toBe(401)
    expect(await stage.sessionRows()).toEqual([])

    const token = await stage.tokenFor('grace@navy.example')
    expect((await stage.post('/auth/verify-email', { token })).status).toBe(204)
    const session = await stage.logIn('grace@navy.example')
    expect(session.account).toEqual({ id: account?.id, email: 'grace@navy.example', name: 'Grace Hopper', locale: 'en' })
  })

  test('the database holds neither the password nor the secret of the link', async () => {
    await signUp('secret@keeper.example')
    const token = await stage.tokenFor('secret@keeper.example')
    const account = await stage.accountRow('secret@keeper.example')
    expect(account?.passwordHash).toMatch(/^\$scrypt\$ln=8,r=8,p=1\$/)
    const rows = await stage.rows(sql`select secret_hash from mail_token`)
    expect(rows.map((row) => String(row.secret_hash))).not.toContain(token.split('.')[1])
    for (const row of rows) expect(row.secret_hash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('again before the address is confirmed: the last one counts, and only its link works', async () => {
    await signUp('twice@buyer.example', PASSWORD, 'First')
    const first = await stage.tokenFor('twice@buyer.example')
    await signUp('twice@buyer.example', 'lantern pickle gravel', 'Second')
    const second = await stage.tokenFor('twice@buyer.example')
    expect(await stage.accountRow('twice@buyer.example')).toMatchObject({ name: 'Second', version: 2 })
    expect((await stage.post('/auth/verify-email', { token: first })).status).toBe(410)
    expect((await stage.post('/auth/verify-email', { token: second })).status).toBe(204)
    await expect(stage.logIn('twice@buyer.example', PASSWORD)).rejects.toThrow('401')
    await stage.logIn('twice@buyer.example', 'lantern pickle gravel')
  })

  test('again after it is confirmed: nothing changes, and the owner is told', async () => {
    const id = await stage.addAccount('owner@known.example')
    const before = await stage.accountRow('owner@known.example')
    expect((await signUp('OWNER@known.example', 'lantern pickle gravel', 'Mallory')).status).toBe(202)
    expect(await stage.accountRow('owner@known.example')).toEqual(before)
    expect(await stage.mailsTo('owner@known.example')).toEqual([
      { template: 'email_in_use', name: 'Ada Byron', url: 'https://stoa.example/log-in' },
    ])
    expect(before?.id).toBe(id)
  })

  test('the link can be sent once more while the address waits for it; others get nothing, and every answer is the same', async () => {
    await signUp('again@buyer.example')
    const first = await stage.tokenFor('again@buyer.example')
    await stage.addAccount('confirmed@buyer.example')
    for (const email of ['Again@buyer.example', 'confirmed@buyer.example', 'nobody@buyer.example']) {
      const answer = await stage.post('/auth/verify-email/resend', { email })
      expect([answer.status, await answer.text()]).toEqual([202, ''])
      await stage.settle()
    }
    expect(await stage.mailsTo('again@buyer.example')).toHaveLength(2)
    expect(await stage.mailsTo('confirmed@buyer.example')).toEqual([])
    expect(await stage.mailsTo('nobody@buyer.example')).toEqual([])
    const second = await stage.tokenFor('again@buyer.example')
    expect(second).not.toBe(first)
    expect((await stage.post('/auth/verify-email', { token: second })).status).toBe(204)
    expect((await stage.post('/auth/verify-email', { token: first })).status).toBe(410)
  })

  test('one address gets five mails an hour, and the sixth answers as ever', async () => {
    for (let n = 0; n < 7; n++) expect((await signUp('flood@target.example')).status).toBe(202)
    expect(await stage.mailsTo('flood@target.example')).toHaveLength(5)
    stage.clock.nowMs += 3_600_000
    expect((await signUp('flood@target.example')).status).toBe(202)
    expect(await stage.mailsTo('flood@target.example')).toHaveLength(6)
  })

  test.each([
    ['a short password', { email: 'a@b.example', password: 'lantern', name: 'A' }, '/password'],
    ['a password on every list', { email: 'a@b.example', password: 'Password123456789', name: 'A' }, '/password'],
    ['the name as password', { email: 'a@b.example', password: 'Augusta Augusta Augusta', name: 'Augusta' }, '/password'],
    ['no address', { password: PASSWORD, name: 'A' }, '/email'],
    ['a field we do not know', { email: 'a@b.example', password: PASSWORD, name: 'A', platformRole: 'platform_admin' }, '/platformRole'],
  ])('refuses %s, and opens nothing', async (_, body, pointer) => {
    const answer = await stage.post('/auth/register', body)
    expect(answer.status).toBe(422)
    const problem = (await answer.json()) as { code: string; errors: { pointer: string }[] }
    expect([problem.code, problem.errors.map((error) => error.pointer)]).toEqual(['invalid_input', [pointer]])
    expect(await stage.accountRow('a@b.example')).toBeUndefined()
  })

  test('two at once for one address make one account', async () => {
    const answers = await Promise.all([signUp('race@both.example'), signUp('race@both.example', 'lantern pickle gravel')])
    expect(answers.map(({ status }) => status)).toEqual([202, 202])
    const rows = await stage.rows(sql`select count(*) as n from account where email = 'race@both.example'`)
    expect(Number(rows[0]?.n)).toBe(1)
  })
})
