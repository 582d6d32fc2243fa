import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSchedule } from '#queues/schedule.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { sealJournals } from '#worker/domains/audit/seal-journals.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/**
 * What somebody who may write to the database, and even drop its triggers, cannot hide. Each case puts its damage back
 * afterwards, so that the next finds a sound journal.
 */
type Check = { status: string; blocks: number; checkedBlocks: number; checkedRows: number; fault: Record<string, unknown> | null }

let stack: Stack
let admin: Caller
let ctx: Ctx
const run = (text: string) => ctx.platform.run(sql.raw(text))
const ROWS = 2500

beforeAll(async () => {
  stack = await startStack()
  admin = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
  ctx = stack.ctx()
  await run(`insert into ledger_account (id, owner, purpose, currency) values ('platform/stripe_clearing/USD', 'platform', 'stripe_clearing', 'USD'),
    ('platform/buyer_funds/USD', 'platform', 'buyer_funds', 'USD')`)
  await run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ROWS})
    insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, at_ms)
    select 'trf_' || i, 'platform/stripe_clearing/USD', 'platform/buyer_funds/USD', i, 'USD', 'capture', 'pay_' || (i / 4), i from n`)
  await sealJournals(ctx)
  // What a database owner can do: take the guards away. They are put back at the end of each case.
  for (const [table, guard] of GUARDS) await run(`drop trigger ${guard}`).catch((error) => Promise.reject(new Error(`${table}: ${error}`)))
})
afterAll(() => stack.close())

const GUARDS = [
  ['ledger_transfer', 'ledger_transfer_no_update'],
  ['ledger_transfer', 'ledger_transfer_no_delete'],
  ['journal_seal', 'journal_seal_no_update'],
  ['journal_seal', 'journal_seal_no_delete'],
  ['journal_seal', 'journal_seal_continues'],
] as const

/** Verifies to the end, page by page, as the console does. */
async function verify(journal: 'ledger' | 'audit' = 'ledger'): Promise<Check> {
  for (let page = 0; page < 20; page++) {
    const check = await admin.ok<Check>('POST', `/admin/${journal}/verify`)
    if (check.status !== 'running') return check
  }
  throw new Error('The verification does not end')
}

test('a sound ledger is sealed in blocks that follow each other, and passes', async () => {
  const seals = await ctx.platform.all<{
    number: number
    from_position: number
    to_position: number
    rows: number
    previous_hash: string
    hash: string
  }>(sql`select number, from_position, to_position, rows, previous_hash, hash from journal_seal where journal = 'ledger' order by number`)
  expect(seals.map(({ number, from_position, to_position, rows }) => [number, from_position, to_position, rows])).toEqual([
    [1, 1, 1000, 1000],
    [2, 1001, 2000, 1000],
    [3, 2001, 2500, 500],
  ])
  expect(seals.map(({ previous_hash }) => previous_hash)).toEqual(['', seals[0]?.hash, seals[1]?.hash])
  expect(await verify()).toMatchObject({ status: 'passed', blocks: 3, checkedBlocks: 3, checkedRows: 2500, fault: null })
})

test('two that seal at once make one chain', async () => {
  await run(`insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, at_ms)
    values ('trf_one_more', 'platform/stripe_clearing/USD', 'platform/buyer_funds/USD', 7, 'USD', 'capture', 'pay_x', 9)`)
  await Promise.all([sealJournals(stack.ctx()), sealJournals(stack.ctx()), sealJournals(stack.ctx())])
  expect(await verify()).toMatchObject({ status: 'passed', blocks: 4, checkedRows: 2501 })
})

/** What is done to the database, how it is put back, and what the verification has to say. */
const TAMPERINGS: [name: string, harm: string[], mend: string[], fault: Record<string, unknown>][] = [
  [
    'an amount that was changed',
    ['update ledger_transfer set amount_minor = 1 where position = 1234'],
    ['update ledger_transfer set amount_minor = 1234 where position = 1234'],
    { kind: 'changed_row', block: 2, position: 1234 },
  ],
  [
    'the account of the first row of a block that was changed',
    [`update ledger_transfer set cause_id = 'pay_mine' where position = 1001`],
    [`update ledger_transfer set cause_id = 'pay_250' where position = 1001`],
    { kind: 'changed_row', block: 2, position: 1001 },
  ],
  [
    'a row that was taken out',
    ['create table kept as select * from ledger_transfer where position = 17', 'delete from ledger_transfer where position = 17'],
    ['insert into ledger_transfer select * from kept', 'drop table kept'],
    { kind: 'missing_row', block: 1, position: 17 },
  ],
  [
    'the last row of all that was taken out',
    ['create table kept as select * from ledger_transfer where position = 2501', 'delete from ledger_transfer where position = 2501'],
    ['insert into ledger_transfer select * from kept', 'drop table kept'],
    { kind: 'missing_row', block: 4, position: 2501 },
  ],
  [
    'a row that was put in before the first',
    [
      `insert into ledger_transfer (position, id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, at_ms)
       values (-3, 'trf_mine', 'platform/stripe_clearing/USD', 'platform/buyer_funds/USD', 7, 'USD', 'capture', 'pay_x', 9)`,
    ],
    ['delete from ledger_transfer where position = -3'],
    { kind: 'inserted_row', block: 1, position: -3 },
  ],
  [
    'a row that was put in the place of another',
    [
      'create table kept as select * from ledger_transfer where position = 2100',
      'delete from ledger_transfer where position = 2100',
      `insert into ledger_transfer (position, id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, at_ms)
       values (2100, 'trf_mine', 'platform/stripe_clearing/USD', 'platform/buyer_funds/USD', 2100, 'USD', 'capture', 'pay_525', 2100)`,
    ],
    ['delete from ledger_transfer where position = 2100', 'insert into ledger_transfer select * from kept', 'drop table kept'],
    { kind: 'changed_row', block: 3, position: 2100 },
  ],
  [
    'a block whose rows and seal were both taken out',
    [
      `create table kept as select * from journal_seal where journal = 'ledger' and number = 2`,
      `delete from journal_seal where journal = 'ledger' and number = 2`,
    ],
    ['insert into journal_seal select * from kept', 'drop table kept'],
    { kind: 'broken_link', block: 3, position: null },
  ],
  [
    'a seal with another hash',
    [`update journal_seal set hash = replace(hash, substr(hash, 1, 8), 'deadbeef') where journal = 'ledger' and number = 4`],
    [],
    { kind: 'broken_seal', block: 4, position: null },
  ],
  [
    'a seal that says it was made with another key',
    [`update journal_seal set key_id = 'mine' where journal = 'ledger' and number = 3`],
    [],
    { kind: 'unknown_key', block: 3, position: null },
  ],
  [
    'a database cut short at the end of a block, seal and all',
    [
      'create table kept as select * from ledger_transfer where position > 2000',
      `create table kept_seals as select * from journal_seal where journal = 'ledger' and number > 2`,
      'delete from ledger_transfer where position > 2000',
      `delete from journal_seal where journal = 'ledger' and number > 2`,
    ],
    [
      'insert into ledger_transfer select * from kept',
      'insert into journal_seal select * from kept_seals',
      'drop table kept',
      'drop table kept_seals',
    ],
    { kind: 'missing_tail', block: 4, position: 2001 },
  ],
]

test.each(TAMPERINGS)('L1: %s is found and named', async (_, harm, mend, fault) => {
  await run(`create table before_seals as select * from journal_seal`)
  for (const statement of harm) await run(statement)
  const check = await verify()
  expect([check.status, check.fault]).toEqual(['failed', expect.objectContaining(fault)])
  for (const statement of mend) await run(statement)
  if (mend.length === 0) {
    await run('delete from journal_seal')
    await run('insert into journal_seal select * from before_seals')
  }
  await run('drop table before_seals')
  expect((await verify()).fault).toBeNull()
})

test('the chain goes on after a restart, and a page at a time verifies as much as all at once', async () => {
  const again = stack.ctx({ fetch: (input, init) => fetch(input, init) })
  await run(`insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, at_ms)
    values ('trf_after', 'platform/stripe_clearing/USD', 'platform/buyer_funds/USD', 7, 'USD', 'capture', 'pay_y', 10)`)
  await sealJournals(again)
  expect(await verify()).toMatchObject({ status: 'passed', blocks: 5, checkedRows: 2502 })
})

test('a failure raises one alarm and a mail to the admins, and is in the audit log, which is sealed itself', async () => {
  await stack.settle()
  const before = stack.mail.messages().length
  await run('update ledger_transfer set amount_minor = 9999 where position = 3')
  await verify()
  await verify()
  await run('update ledger_transfer set amount_minor = 3 where position = 3')
  await stack.settle()
  const alarms = await ctx.platform.all<{ kind: string; subject: string; detail: string }>(
    sql`select kind, subject, detail from alarm where acknowledged_at_ms is null`,
  )
  expect(alarms.map(({ kind, subject, detail }) => [kind, subject, JSON.parse(detail).position])).toEqual([['journal_broken', 'ledger', 3]])
  const mails = stack.mail.messages()
  expect(mails.length - before).toBe(2)
  expect(mails.filter((mail) => JSON.stringify(mail).includes('Block 1, row 3: changed row'))).toHaveLength(2)
  const audited = await ctx.platform.all<{ detail: string }>(
    sql`select detail from audit_event where action = 'journal.verify' order by position desc limit 1`,
  )
  expect(JSON.parse(audited[0]?.detail ?? '{}')).toMatchObject({ result: 'changed_row', fault: { block: 1, position: 3 } })
  expect(await verify('audit')).toMatchObject({ status: 'passed', fault: null })
})

test('the night verifies both by itself', async () => {
  await stack.advance(DAY_MS)
  const later = stack.ctx()
  await runSchedule(later)
  const checks = await ctx.platform.all<{ journal: string; status: string }>(
    sql`select journal, status from journal_check where started_by = 'schedule' order by journal`,
  )
  expect(checks).toEqual([
    { journal: 'audit', status: 'passed' },
    { journal: 'ledger', status: 'passed' },
  ])
  await runSchedule(later)
  expect(await ctx.platform.all(sql`select id from journal_check where started_by = 'schedule'`)).toHaveLength(2)
})
