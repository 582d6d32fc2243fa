import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SCRYPT_COST } from '#worker/pure/password-hash.ts'
import { type IdentityStage, PASSWORD, startIdentity } from './stage.ts'

let stage: IdentityStage
beforeAll(async () => {
  stage = await startIdentity()
})
afterAll(() => stage.close())

const logIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  stage.post('/auth/login', { email, password }, headers)
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code

describe('A1 credential stuffing', () => {
  test('the right password at the 50th try gets in, and its attempt does not count', async () => {
    await stage.addAccount('fifty@buyer.example')
    for (let n = 0; n < 49; n++) expect((await logIn('fifty@buyer.example', `wrong guess ${n}`)).status).toBe(401)
    expect((await logIn('fifty@buyer.example', PASSWORD)).status).toBe(200)
    const rows = await stage.rows(sql`select max(hits) as hits from throttle where key like 'guess:%'`)
    expect(Number(rows[0]?.hits)).toBe(49)
  })

  test('100 failures an hour and account, whatever network address the guesses claim; the mailbox stays a way in', async () => {
    await stage.addAccount('target@buyer.example')
    await stage.addAccount('bystander@buyer.example')
    const statuses = new Map<number, number>()
    for (let n = 0; n < 130; n++) {
      const spoofed = {
        'cf-connecting-ip': `198.51.100.${n % 250}`,
        'x-forwarded-for': `203.0.113.${n % 250}`,
        'x-real-ip': `10.0.0.${n % 250}`,
      }
      const { status } = await logIn('target@buyer.example', `wrong guess ${n}`, spoofed)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([
      [401, 100],
      [429, 30],
    ])

    // The right password is refused too, so a guess that hits is not told from one that misses.
    const right = await logIn('target@buyer.example', PASSWORD)
    expect([right.status, right.headers.get('retry-after')]).toEqual([429, '3570'])
    expect(await codeOf(right)).toBe('too_many_guesses')
    expect(await stage.sessionRows()).toHaveLength(1)
    expect((await logIn('bystander@buyer.example', PASSWORD)).status).toBe(200)

    // The second path: a new password by mail signs in at once, blocked or not.
    expect((await stage.post('/auth/password-reset', { email: 'target@buyer.example' })).status).toBe(202)
    await stage.settle()
    const token = await stage.tokenFor('target@buyer.example')
    const reset = await stage.post('/auth/password-reset/confirm', { token, password: 'lantern pickle gravel', delivery: 'body' })
    expect(reset.status).toBe(200)
    const { accessToken } = (await reset.json()) as { accessToken: string }
    expect(await stage.me(accessToken)).toBe(200)

    // The count itself stands, so a reset does not give an attacker another hundred; the next window does.
    expect((await logIn('target@buyer.example', 'lantern pickle gravel')).status).toBe(429)
    stage.clock.nowMs += 3_570_000
    expect((await logIn('target@buyer.example', 'lantern pickle gravel')).status).toBe(200)
  })

  test('guesses at once do not slip past the count', async () => {
    await stage.addAccount('burst@buyer.example')
    const answers = await Promise.all(Array.from({ length: 120 }, (_, n) => logIn('burst@buyer.example', `wrong guess ${n}`)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(100)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
  })

  test('guesses at the current password of a stolen session count as well', async () => {
    await stage.addAccount('stolen@buyer.example')
    const { accessToken } = await stage.logIn('stolen@buyer.example')
    const change = (n: number) =>
      stage.fetch('/api/v1/me/password', {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ password: `wrong guess ${n}`, newPassword: 'lantern pickle gravel' }),
      })
    for (let n = 0; n < 100; n++) expect((await change(n)).status).toBe(403)
    expect((await change(100)).status).toBe(429)
    expect((await logIn('stolen@buyer.example', PASSWORD)).status).toBe(429)
  })
})

describe('A2 account enumeration', () => {
  /** Everything of an answer that a stranger sees, without what differs between any two requests. */
  const visible = async (answer: Response) => {
    const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id' && name !== 'retry-after')
    return { status: answer.status, headers, body: (await answer.text()).replace(/req_\w{26}/, 'req') }
  }

  test('log-in, sign-up and reset answer a known and an unknown address alike', async () => {
    await stage.addAccount('known@buyer.example')
    await stage.addAccount('disabled@buyer.example', { disabledAtMs: 1 })
    await stage.addAccount('unconfirmed@buyer.example', { emailVerifiedAtMs: null })
    for (const [path, body] of [
      ['/auth/login', { password: 'not the password' }],
      ['/auth/register', { password: PASSWORD, name: 'Mallory' }],
      ['/auth/password-reset', {}],
    ] as const) {
      const unknown = await visible(await stage.post(path, { ...body, email: 'unknown@buyer.example' }))
      for (const known of ['known@buyer.example', 'disabled@buyer.example', 'unconfirmed@buyer.example']) {
        expect(await visible(await stage.post(path, { ...body, email: known })), `${path} ${known}`).toEqual(unknown)
      }
    }
    await stage.settle()
  })

  test('signing up does not help to find out: a fresh, unconfirmed account refuses its right password like a wrong one', async () => {
    await stage.addAccount('victim@buyer.example')
    for (const email of ['victim@buyer.example', 'nobody@buyer.example']) {
      await stage.post('/auth/register', { email, password: 'lantern pickle gravel', name: 'Mallory' })
    }
    const known = await visible(await logIn('victim@buyer.example', 'lantern pickle gravel'))
    const unknown = await visible(await logIn('nobody@buyer.example', 'lantern pickle gravel'))
    expect(known).toEqual(unknown)
    expect(known.status).toBe(401)
  })

  test('a blocked address answers 429 whether or not it has an account', async () => {
    for (let n = 0; n < 100; n++) await logIn('ghost@nowhere.example', 'wrong')
    expect((await logIn('ghost@nowhere.example', 'wrong')).status).toBe(429)
  })

  // At p > 0.01 one run in a hundred fails by chance; two more runs make that one in a million.
  test('the time of a log-in at the real cost tells nothing (Mann-Whitney, p > 0.01)', { retry: 2 }, async () => {
    const real = { passwordPepper: { ...stage.ctx().passwordPepper, cost: SCRYPT_COST } }
    if (!(await stage.accountRow('timed@buyer.example'))) await stage.addAccount('timed@buyer.example')
    // The stored hash is made at the cost in force, as every hash is after one log-in.
    expect((await stage.post('/auth/login', { email: 'timed@buyer.example', password: PASSWORD }, {}, real)).status).toBe(200)
    expect((await stage.accountRow('timed@buyer.example'))?.passwordHash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)

    await expectSameTime(12, (email) => stage.post('/auth/login', { email, password: 'not the password at all' }, {}, real))
  })

  test('the time of a reset tells nothing (Mann-Whitney, p > 0.01)', { retry: 2 }, async () => {
    if (!(await stage.accountRow('timed@buyer.example'))) await stage.addAccount('timed@buyer.example')
    await expectSameTime(100, (email) => stage.post('/auth/password-reset', { email }))
  })

  test('the three questions cost the same round trips for a known and an unknown address', async () => {
    await stage.addAccount('counted@buyer.example')
    const tripsOf = async (path: string, body: unknown) => {
      const before = stage.trips.count
      await stage.post(path, body)
      const trips = stage.trips.count - before
      await stage.settle()
      return trips
    }
    for (const email of ['counted@buyer.example', 'uncounted@buyer.example']) {
      expect(await tripsOf('/auth/login', { email, password: 'wrong' })).toBe(1)
      expect(await tripsOf('/auth/password-reset', { email })).toBe(1)
      expect(await tripsOf('/auth/register', { email, password: PASSWORD, name: 'Mallory' })).toBe(2)
    }
  })
})

/** How often the times are taken anew: a busy machine, or one time in a hundred chance, tells equal times apart; a leak always does. */
const TRIES = 3

/**
 * Asks the same of a known and an unknown address by turns and compares the times.
 * @param size samples a side, unless STOA_TIMING_SAMPLES says more
 */
async function expectSameTime(size: number, ask: (email: string) => Promise<Response>): Promise<void> {
  const seen: { p: number; ratio: number }[] = []
  while (seen.length < TRIES) {
    const { known, unknown } = await takeTimes(Number(process.env.STOA_TIMING_SAMPLES) || size, ask)
    const found = { p: mannWhitneyP(known, unknown), ratio: median(known) / median(unknown) }
    if (found.p > 0.01 && found.ratio > 0.7 && found.ratio < 1.4) return
    seen.push(found)
  }
  expect(seen, 'the times tell a known address from an unknown one').toEqual([])
}

async function takeTimes(size: number, ask: (email: string) => Promise<Response>) {
  const times = { known: [] as number[], unknown: [] as number[] }
  const pairs = [
    ['known', 'timed@buyer.example'],
    ['unknown', 'untimed@buyer.example'],
  ] as const
  for (let n = 0; n < size; n++) {
    for (const [kind, email] of n % 2 === 0 ? pairs : pairs.toReversed()) {
      await stage.platform.run(sql`delete from throttle`)
      const startedMs = performance.now()
      await ask(email)
      times[kind].push(performance.now() - startedMs)
      await stage.settle()
    }
  }
  return times
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Two-sided p of the Mann-Whitney U test by its normal approximation, good enough from about 10 a side. */
function mannWhitneyP(a: number[], b: number[]): number {
  const u = a.reduce((sum, x) => sum + b.filter((y) => x > y).length + b.filter((y) => x === y).length / 2, 0)
  const z = Math.abs(u - (a.length * b.length) / 2) / Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12)
  // Abramowitz and Stegun 7.1.26 for erfc(z / sqrt 2).
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x)
}
