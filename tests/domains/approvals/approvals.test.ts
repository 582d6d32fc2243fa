import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approval } from '#db/platform/schema/approvals.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { ON_GRANTED } from '#queues/consumers/approval-granted.ts'
import { ON_REFUSED } from '#queues/consumers/approval-refused.ts'
import { runSchedule } from '#queues/schedule.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { type Person, signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import { requestApproval } from '#worker/domains/approvals/request-approval.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { Problem } from '#worker/pure/problem.ts'
import { DAY_MS } from '#worker/pure/time.ts'

type Shown = { id: string; status: string; isOwn: boolean; mayDecide: boolean; failure: string | null; performedAt: string | null }

let stack: Stack
let asker: Person
let callers: Record<'asker' | 'other' | 'finance' | 'moderator', Caller>
const done: string[] = []
const givenUp: string[] = []
const handlers = { granted: { ...ON_GRANTED }, refused: { ...ON_REFUSED } }
beforeAll(async () => {
  stack = await startStack()
  asker = await signIn(stack, 'platform_admin')
  const as = async (role: 'platform_admin' | 'platform_finance' | 'platform_moderator') =>
    newCaller(stack.fetch, (await signIn(stack, role)).token)
  callers = {
    asker: newCaller(stack.fetch, asker.token),
    other: await as('platform_admin'),
    finance: await as('platform_finance'),
    moderator: await as('platform_moderator'),
  }
  ON_GRANTED['ledger.adjust'] = async (_, { id, payload }) => {
    if (payload.refuse) throw new Problem('too_late', 409, 'The period is closed.')
    done.push(id)
  }
  ON_REFUSED['ledger.adjust'] = async (_, { id }) => void givenUp.push(id)
})
beforeEach(() => {
  done.length = 0
  givenUp.length = 0
})
afterAll(async () => {
  Object.assign(ON_GRANTED, handlers.granted)
  delete ON_REFUSED['ledger.adjust']
  await stack.close()
})

/** Somebody's context, as a request of theirs would have it. */
const ctxOf = (person: Person): Ctx => ({
  ...stack.ctx(),
  principal: {
    kind: 'account',
    accountId: person.accountId,
    sessionId: person.sessionId,
    email: person.email,
    isEmailVerified: true,
    surface: 'admin',
    role: 'platform_admin',
    vendorId: null,
  },
})
const ask = (payload: Record<string, unknown> = {}, subjectId: string = makeId('transfer', stack.ctx().now())) =>
  requestApproval(ctxOf(asker), {
    action: 'ledger.adjust',
    subjectId,
    payload,
    facts: [{ label: 'amount', kind: 'money', amountMinor: 4800, currency: 'USD' }],
    reason: 'Counted twice in March',
  })
const statusOf = async (path: Promise<Response>) => {
  const response = await path
  return [response.status, ((await response.json()) as { code?: string }).code ?? null]
}
const actionsOf = async (id: string) =>
  (await stack.ctx().platform.select().from(auditEvent).where(eq(auditEvent.subjectId, id)).orderBy(auditEvent.position)).map(
    ({ action, actorId }) => [action, actorId],
  )

test('somebody else approves, the queue does it once, and every step is in the audit log', async () => {
  const { id } = await ask({ amountMinor: 4800 })
  expect(await callers.asker.ok<Shown>('GET', `/admin/approvals/${id}`)).toMatchObject({
    status: 'waiting',
    reason: 'Counted twice in March',
    facts: [{ label: 'amount', kind: 'money', amountMinor: 4800, currency: 'USD' }],
    payload: { amountMinor: 4800 },
    requestedBy: { id: asker.accountId, email: asker.email },
    isOwn: true,
    mayDecide: false,
  })
  const approved = await callers.finance.ok<Shown>('POST', `/admin/approvals/${id}/approve`, { note: 'Checked' })
  expect(approved).toMatchObject({ status: 'approved', note: 'Checked', performedAt: null, failure: null })
  await stack.settle()
  expect(done).toEqual([id])
  // The same decision again, and the message again.
  await callers.finance.ok('POST', `/admin/approvals/${id}/approve`, { note: 'Checked' })
  stack.queue.push({
    id: makeId('message', 1),
    type: 'approval.granted',
    version: 1,
    vendorId: null,
    occurredAtMs: 1,
    approvalId: id,
    action: 'ledger.adjust',
  })
  await stack.settle()
  expect(done).toEqual([id])
  const shown = await callers.other.ok<Shown>('GET', `/admin/approvals/${id}`)
  expect([shown.status, shown.failure, shown.performedAt === null]).toEqual(['approved', null, false])
  const finance = (await stack.ctx().platform.select().from(approval).where(eq(approval.id, id)))[0]?.decidedBy
  expect(await actionsOf(id)).toEqual([
    ['approval.request', asker.accountId],
    ['approval.approved', finance],
    ['approval.performed', finance],
  ])
  // INV-APV-2: decided is decided.
  expect(await statusOf(callers.other.call('POST', `/admin/approvals/${id}/decline`, { note: 'No after all' }))).toEqual([
    409,
    'already_decided',
  ])
  expect(givenUp).toEqual([])
})

test('INV-APV-1: nobody decides their own request, in code and in the database', async () => {
  const { id } = await ask()
  expect(await statusOf(callers.asker.call('POST', `/admin/approvals/${id}/approve`, {}))).toEqual([403, 'own_request'])
  expect(await statusOf(callers.asker.call('POST', `/admin/approvals/${id}/decline`, { note: 'Never mind' }))).toEqual([403, 'own_request'])
  const { platform } = stack.ctx()
  await expect(
    platform.update(approval).set({ status: 'approved', decidedBy: asker.accountId, decidedAtMs: 1 }).where(eq(approval.id, id)),
  ).rejects.toMatchObject({ cause: { message: expect.stringContaining('approval_four_eyes') } })
  await expect(platform.run(sql`update approval set payload = '{"amountMinor":1}' where id = ${id}`)).rejects.toMatchObject({
    cause: { message: expect.stringContaining('INV-APV-2') },
  })
  await stack.settle()
  expect([done, givenUp, await actionsOf(id)]).toEqual([[], [], [['approval.request', asker.accountId]]])
})

test('INV-APV-3: of one subject one request waits; declined or withdrawn gives it up, and it can be asked for again', async () => {
  const subject = makeId('transfer', 5)
  const first = await ask({}, subject)
  await expect(ask({}, subject)).rejects.toMatchObject({ code: 'already_waiting', status: 409 })
  expect(await statusOf(callers.other.call('POST', `/admin/approvals/${first.id}/decline`, { note: '' }))).toEqual([422, 'invalid_input'])
  await callers.other.ok('POST', `/admin/approvals/${first.id}/decline`, { note: 'The case is open' })
  const second = await ask({}, subject)
  expect(await statusOf(callers.other.call('POST', `/admin/approvals/${second.id}/withdraw`))).toEqual([404, 'not_found'])
  await callers.asker.ok('POST', `/admin/approvals/${second.id}/withdraw`)
  await stack.settle()
  expect([done, givenUp]).toEqual([[], [first.id, second.id]])
})

test('each role sees and decides what is its own: roles of accounts are an admin’s, money is finance’s as well', async () => {
  const { id } = await requestApproval(ctxOf(asker), {
    action: 'account.role',
    subjectId: makeId('account', 9),
    payload: {},
    facts: [],
    reason: 'Joined the team',
  })
  expect(await statusOf(callers.finance.call('GET', `/admin/approvals/${id}`))).toEqual([404, 'not_found'])
  expect(await statusOf(callers.finance.call('POST', `/admin/approvals/${id}/approve`, {}))).toEqual([403, 'not_allowed'])
  expect(await statusOf(callers.moderator.call('GET', '/admin/approvals'))).toEqual([403, 'not_allowed'])
  const waiting = async (caller: Caller) =>
    (await caller.ok<{ items: Shown[] }>('GET', '/admin/approvals?status=waiting')).items.map((item) => item.id)
  const ofAdmin = await waiting(callers.other)
  expect(ofAdmin).toContain(id)
  expect(await waiting(callers.finance)).toEqual(ofAdmin.filter((each) => each !== id))
  const page = await callers.other.ok<{ items: Shown[]; nextCursor: Id<'approval'> | null }>('GET', '/admin/approvals?limit=2')
  const next = await callers.other.ok<{ items: Shown[] }>('GET', `/admin/approvals?limit=2&cursor=${page.nextCursor}`)
  expect([...page.items, ...next.items].map((item) => item.id)).toEqual(
    [...page.items, ...next.items]
      .map((item) => item.id)
      .toSorted()
      .toReversed(),
  )
})

test('what nobody decides in time is given up, and what cannot be done says why', async () => {
  const late = await ask()
  const refused = await ask({ refuse: true })
  await callers.other.ok('POST', `/admin/approvals/${refused.id}/approve`, {})
  await stack.settle()
  expect(await callers.other.ok<Shown>('GET', `/admin/approvals/${refused.id}`)).toMatchObject({
    status: 'approved',
    failure: 'too_late: The period is closed.',
  })
  await stack.advance(7 * DAY_MS)
  const later = newCaller(stack.fetch, (await signIn(stack, 'platform_admin')).token)
  expect(await statusOf(later.call('POST', `/admin/approvals/${late.id}/approve`, {}))).toEqual([410, 'approval_expired'])
  await runSchedule(stack.ctx())
  await stack.settle()
  expect((await later.ok<Shown>('GET', `/admin/approvals/${late.id}`)).status).toBe('expired')
  expect(givenUp).toContain(late.id)
  expect(done).toEqual([])
})
