import { afterEach, beforeEach, expect, test } from 'vitest'
import { storeDeadLetter } from '#db/platform/queries/operations.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { outbox } from '#db/platform/schema/messaging.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { drop, readDeadLetters, replayKind } from '#worker/domains/operations/dead-letters.ts'
import { makeId } from '#worker/pure/ids.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

async function bury(type: string, reason: string, count: number) {
  for (let at = 0; at < count; at++) {
    const messageId = makeId('message', at + 1)
    const body = { type, id: messageId, content: { url: 'https://stoa.test/verify-email?t=secret' } }
    await storeDeadLetter(bank.platform, { id: makeId('deadLetter', at + 1), queue: 'stoa-events', messageId, body, reason, attempts: 10, createdAtMs: at + 1 })
  }
} // biome-ignore format: one row

test('letters are found by type and reason, and shown without what opens something', async () => {
  await bury('mail.requested', 'unavailable: The mail provider is not available', 3)
  await bury('order.moved', 'not_found: There is no such order.', 2)
  const ctx = bank.ctx()
  const all = await readDeadLetters(ctx, { status: 'waiting', limit: 50 })
  expect(all.kinds).toEqual([{ type: 'mail.requested', count: 3 }, { type: 'order.moved', count: 2 }])
  expect(JSON.stringify(all.items)).not.toContain('secret')
  const found = async (filter: { type?: string; reason?: string }) => (await readDeadLetters(ctx, { status: 'waiting', limit: 50, ...filter })).items.length
  expect([await found({ type: 'order.moved' }), await found({ reason: 'MAIL PROVIDER' }), await found({ type: 'order.moved', reason: 'mail' })]).toEqual([2, 3, 0])
}) // biome-ignore format: figures in line

test('all of a kind are replayed, a hundred at a time, and others stay; what is given up keeps the reason', async () => {
  await bury('mail.requested', 'unavailable', 130)
  await bury('order.moved', 'not_found', 1)
  const ctx = bank.ctx()
  expect(await replayKind(ctx, 'mail.requested')).toEqual({ replayed: 100, left: 30 })
  expect(await replayKind(ctx, 'mail.requested')).toEqual({ replayed: 30, left: 0 })
  expect(await replayKind(ctx, 'mail.requested')).toEqual({ replayed: 0, left: 0 })
  expect(await bank.platform.select().from(outbox)).toHaveLength(130)
  const [letter] = (await readDeadLetters(ctx, { status: 'waiting', limit: 50 })).items
  await drop(ctx, [letter?.id ?? 'dlt_'], 'The order never existed')
  expect((await readDeadLetters(ctx, { status: 'dropped', limit: 50 })).items).toEqual([
    expect.objectContaining({ id: letter?.id, resolution: 'The order never existed', resolvedBy: 'anonymous', resolvedAt: expect.any(String) }),
  ])
  const audits = await bank.platform.select().from(auditEvent).orderBy(auditEvent.position)
  expect(audits.map(({ action, detail }) => [action, (detail.ids as string[]).length, detail.reason ?? null])).toEqual([
    ['dead_letter.replay', 100, null],
    ['dead_letter.replay', 30, null],
    ['dead_letter.drop', 1, 'The order never existed'],
  ])
}) // biome-ignore format: figures in line
