import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { platformSetting } from '#db/platform/schema/settings.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { changeFlag, readFlags } from '#worker/domains/settings/change-flag.ts'
import { changeSetting, readSettingHistory, restoreSetting } from '#worker/domains/settings/change-setting.ts'
import { isFlagOn } from '#worker/domains/settings/evaluate-flag.ts'
import { readSetting } from '#worker/domains/settings/read-setting.ts'
import { FLAG_KEYS, placeOf } from '#worker/pure/flags.ts'
import { amountOf, SETTING_KEYS } from '#worker/pure/settings.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

test('a setting is its default until somebody sets it, then that, and the default again when taken back; all audited', async () => {
  const ctx = bank.ctx()
  expect(await readSetting(ctx, 'disputeLossBearer')).toBe('vendor')
  const changed = await changeSetting(ctx, 'disputeLossBearer', { value: 'platform', reason: 'Launch offer', version: 0 })
  expect(changed).toMatchObject({ value: 'platform', initial: 'vendor', isChanged: true, version: 1, reason: 'Launch offer' })
  expect(await readSetting(ctx, 'disputeLossBearer')).toBe('platform')
  expect(await changeSetting(ctx, 'disputeLossBearer', { value: null, reason: 'Offer is over', version: 1 })).toMatchObject({
    value: 'vendor',
    isChanged: false,
    version: 2,
  })
  await restoreSetting(ctx, 'disputeLossBearer', 1, 'Offer again', 2)
  expect(await readSetting(ctx, 'disputeLossBearer')).toBe('platform')
  expect((await readSettingHistory(ctx, 'disputeLossBearer')).map(({ version, value, isDefault }) => [version, value, isDefault])).toEqual([
    [3, 'platform', false],
    [2, 'vendor', true],
    [1, 'platform', false],
  ])
  const audits = await bank.platform.select().from(auditEvent).orderBy(auditEvent.position)
  expect(
    audits.map(({ action, subjectId, detail, before, after }) => [action, subjectId, detail.version, before?.value, after?.value]),
  ).toEqual([
    ['setting.change', 'disputeLossBearer', 1, null, 'platform'],
    ['setting.change', 'disputeLossBearer', 2, 'platform', null],
    ['setting.change', 'disputeLossBearer', 3, null, 'platform'],
  ])
})

test('a change by an old version, or of the wrong shape, is refused and nothing moves', async () => {
  const ctx = bank.ctx()
  await changeSetting(ctx, 'disputeRateWarningBps', { value: 50, reason: 'Stricter', version: 0 })
  await expect(changeSetting(ctx, 'disputeRateWarningBps', { value: 40, reason: 'Stricter', version: 0 })).rejects.toMatchObject({
    status: 412,
  })
  await expect(
    changeSetting(ctx, 'payoutApprovalLimitMinor', { value: { USD: 10.5 }, reason: 'A typo', version: 0 }),
  ).rejects.toMatchObject({ status: 422, errors: [{ pointer: '/value/USD', detail: expect.any(String) }] })
  expect(await readSetting(ctx, 'disputeRateWarningBps')).toBe(50)
  expect(await bank.platform.select().from(platformSetting)).toHaveLength(1)
  expect(await bank.platform.select().from(auditEvent)).toHaveLength(1)
})

test('INV-SET-1: what a setting was cannot be rewritten', async () => {
  const ctx = bank.ctx()
  await changeSetting(ctx, 'planGraceDays', { value: 3, reason: 'Shorter', version: 0 })
  for (const statement of [sql`update platform_setting set value = '9'`, sql`delete from platform_setting`])
    await expect(Promise.resolve(ctx.platform.run(statement))).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining('INV-SET-1') }),
    })
  expect(await readSetting(ctx, 'planGraceDays')).toBe(3)
})

test('INV-SET-2: a stored value that no longer fits counts as not set', async () => {
  await bank.platform
    .insert(platformSetting)
    .values({ key: 'planGraceDays', version: 1, value: 'a week', reason: 'Long ago', changedBy: 'anonymous', atMs: 1 })
  expect(await readSetting(bank.ctx(), 'planGraceDays')).toBe(7)
})

test('one read serves every setting and flag of an isolate for 15 seconds, then another isolate’s change is seen', async () => {
  let reads = 0
  const seen = bank.ctx()
  const counting = bank.ctx(async (input, init) => {
    reads++
    return bank.direct(input, init)
  })
  await readSetting(counting, 'planGraceDays')
  const first = reads
  for (const key of SETTING_KEYS) await readSetting(counting, key)
  for (const key of FLAG_KEYS) await isFlagOn(counting, key, { id: 'somebody' })
  expect(reads).toBe(first)
  await changeSetting(seen, 'planGraceDays', { value: 2, reason: 'Elsewhere', version: 0 })
  expect(await readSetting(counting, 'planGraceDays')).toBe(7)
  bank.state.nowMs += 15_000
  expect(await readSetting(counting, 'planGraceDays')).toBe(2)
})

test('limits know every currency: no amount is allowed by accident', async () => {
  const limits = await readSetting(bank.ctx(), 'refundLimitMinor')
  expect([limits.support_rep.USD, limits.support_rep.JPY, limits.support_rep.KWD]).toEqual([20_000, 30_000, 60_000])
  expect(amountOf(limits.platform_admin, 'USD')).toBeNull()
  expect(amountOf({}, 'USD')).toBe(0)
})

test('a flag is on, off, for a share, for vendors or for plans; the same subject always gets the same answer', async () => {
  const ctx = bank.ctx()
  const vendorId = ctx.newId('vendor')
  const ask = (planKey = 'free') => isFlagOn(ctx, 'yearly_plans', { id: vendorId, vendorId, planKey })
  expect(await ask()).toBe(true)
  const set = (rule: object, version: number) => changeFlag(ctx, 'yearly_plans', { rule, reason: 'Trying it out', version })
  await set({ state: 'off' }, 0)
  expect(await ask()).toBe(false)
  await set({ state: 'list', vendorIds: [vendorId], planKeys: [] }, 1)
  expect(await ask()).toBe(true)
  await set({ state: 'list', vendorIds: [], planKeys: ['pro'] }, 2)
  expect([await ask('free'), await ask('pro')]).toEqual([false, true])
  await set({ state: 'percent', shareBps: placeOf('yearly_plans', vendorId) + 1 }, 3)
  expect(await ask()).toBe(true)
  await set({ state: 'percent', shareBps: placeOf('yearly_plans', vendorId) }, 4)
  expect(await ask()).toBe(false)
  await expect(set({ state: 'percent', shareBps: 10_001 }, 5)).rejects.toMatchObject({ status: 422 })
  expect((await readFlags(ctx)).find(({ key }) => key === 'yearly_plans')).toMatchObject({ version: 5, owner: 'billing', isOverdue: false })
})

test('INV-FLG-2: a share of subjects is about that share, and raising it keeps those who had the feature', () => {
  const subjects = Array.from({ length: 10_000 }, (_, index) => `ven_${index}`)
  const within = (shareBps: number) => new Set(subjects.filter((id) => placeOf('yearly_plans', id) < shareBps))
  const [few, more] = [within(1000), within(3000)]
  expect(few.size).toBeGreaterThan(900)
  expect(few.size).toBeLessThan(1100)
  expect([...few].every((id) => more.has(id))).toBe(true)
  const overlap = [...few].filter((id) => placeOf('open_registration', id) < 1000).length
  expect(overlap).toBeLessThan(150)
})
