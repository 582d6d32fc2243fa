import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, auditEvent } from '#db/platform/schema/identity.ts'
import { type Caller, newCaller } from '#tests/support/caller.ts'
import { type Person, signIn } from '#tests/support/people.ts'
import { type Stack, startStack } from '#tests/support/stack.ts'
import type { Id } from '#worker/pure/ids.ts'

/** Who works for the marketplace: seen by admins, changed by two of them. */
type Row = { id: string; role: string; sessions: number; isSelf: boolean; isDisabled: boolean }
let stack: Stack
let ada: Person
let ben: Person
let asAda: Caller
let asBen: Caller
beforeAll(async () => {
  stack = await startStack()
  ada = await signIn(stack, 'platform_admin')
  ben = await signIn(stack, 'platform_admin')
  asAda = newCaller(stack.fetch, ada.token)
  asBen = newCaller(stack.fetch, ben.token)
})
afterAll(() => stack.close())

const roleOf = async (id: Id<'account'>) => {
  const rows = await stack.ctx().platform.select({ role: account.platformRole }).from(account).where(eq(account.id, id))
  return rows[0]?.role
}
const refusal = async (answer: Promise<Response>) => {
  const response = await answer
  return [response.status, ((await response.json()) as { code: string }).code]
}
const ask = (caller: Caller, path: string, body: unknown) => caller.ok<{ id: string }>('POST', `/admin/people${path}`, body)

test('a role is asked for by one admin, granted by another, counts at once, and both are on record', async () => {
  const mo = await signIn(stack, 'buyer')
  const { id } = await ask(asAda, '', { email: mo.email.toUpperCase(), role: 'platform_moderator', reason: 'Joins trust' })
  expect(await roleOf(mo.accountId)).toBeNull()
  expect(await refusal(asAda.call('POST', `/admin/approvals/${id}/approve`, {}))).toEqual([403, 'own_request'])
  await asBen.ok('POST', `/admin/approvals/${id}/approve`, {})
  await stack.settle()
  expect(await roleOf(mo.accountId)).toBe('platform_moderator')
  expect(
    (await asBen.ok<{ items: Row[] }>('GET', '/admin/people')).items.map(({ id: who, role, sessions, isSelf }) => [
      who,
      role,
      sessions,
      isSelf,
    ]),
  ).toEqual([
    [ada.accountId, 'platform_admin', 1, false],
    [ben.accountId, 'platform_admin', 1, true],
    [mo.accountId, 'platform_moderator', 0, false],
  ])
  const rows = await stack.ctx().platform.select().from(auditEvent).where(eq(auditEvent.subjectId, mo.accountId))
  expect(rows.map(({ action, actorId, before, after, detail }) => [action, actorId, before, after, detail])).toEqual([
    ['account.role', ben.accountId, { role: null }, { role: 'platform_moderator' }, { approvalId: id, requestedBy: ada.accountId }],
  ])
})

test('INV-IDN-8: nobody changes their own role or closes their own account', async () => {
  expect(await refusal(asAda.call('POST', `/admin/people/${ada.accountId}/role`, { role: null, reason: 'Leaving' }))).toEqual([
    409,
    'own_role',
  ])
  expect(await refusal(asAda.call('POST', `/admin/accounts/${ada.accountId}/disable`, { reason: 'Leaving' }))).toEqual([409, 'own_role'])
  expect(await refusal(asAda.call('POST', '/admin/people', { email: 'nobody@example.com', role: 'support_rep', reason: 'New' }))).toEqual([
    404,
    'no_such_person',
  ])
  expect(await refusal(asAda.call('POST', `/admin/people/${ben.accountId}/role`, { role: 'platform_admin', reason: 'Again' }))).toEqual([
    409,
    'role_unchanged',
  ])
})

test('signing somebody out ends their sessions at once', async () => {
  const fin = await signIn(stack, 'platform_finance')
  const theirs = newCaller(stack.fetch, fin.token)
  await theirs.ok('GET', '/admin/summary')
  expect(await asAda.ok('POST', `/admin/people/${fin.accountId}/sign-out`)).toEqual({ ended: 1 })
  expect(await refusal(theirs.call('GET', '/admin/summary'))).toEqual([401, 'sign_in_required'])
})

test('INV-IDN-7: the last admin keeps the role and an open account, whichever two decide at once', async () => {
  // Each asks for the other to go; a third agrees to both.
  const cleo = await signIn(stack, 'platform_admin')
  const asCleo = newCaller(stack.fetch, cleo.token)
  const first = await ask(asAda, `/${ben.accountId}/role`, { role: null, reason: 'Leaves the team' })
  const second = await ask(asBen, `/${ada.accountId}/role`, { role: null, reason: 'Leaves the team' })
  const third = await ask(asAda, `/${cleo.accountId}/role`, { role: null, reason: 'Leaves the team' })
  await asBen.ok('POST', `/admin/approvals/${third.id}/approve`, {})
  await asCleo.ok('POST', `/admin/approvals/${first.id}/approve`, {})
  await asCleo.ok('POST', `/admin/approvals/${second.id}/approve`, {})
  await stack.settle()
  const left = (await stack.ctx().platform.select({ id: account.id }).from(account).where(eq(account.platformRole, 'platform_admin'))).map(
    ({ id }) => id,
  )
  expect(left).toHaveLength(1)
  const last = [ada, ben, cleo].find(({ accountId }) => accountId === left[0]) as Person
  // The sessions of a role that changed have ended, also of one that was changed back.
  const { token } = await stack
    .ctx()
    .tokens.issue({ accountId: last.accountId, sessionId: last.sessionId, surface: 'admin', vendorId: null }, stack.ctx().now())
  const asLast = newCaller(stack.fetch, token)
  const failures = (await asLast.ok<{ items: { failure: string | null }[] }>('GET', '/admin/approvals?status=approved')).items.map(
    ({ failure }) => failure,
  )
  expect(failures.filter((failure) => failure?.startsWith('last_admin'))).toHaveLength(1)
})
