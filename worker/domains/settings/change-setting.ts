import * as v from 'valibot'
import { findSettingVersion, listSettingVersions, settingVersion, storeSetting } from '#db/platform/queries/settings.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { actorOf } from '#worker/pure/principal.ts'
import { ChangedMeanwhile, InvalidInput, NotFound } from '#worker/pure/problem.ts'
import { SETTING_KEYS, SETTINGS, type SettingKey, settingValue } from '#worker/pure/settings.ts'
import { UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { forgetSettings, readStored } from './read-setting.ts'

export type Change = { value: unknown; reason: string; version: number }

/** Every setting as it is now, and what it would be if nobody had set it. */
export async function readSettings(ctx: Ctx) {
  forgetSettings(ctx)
  const stored = await readStored(ctx)
  return SETTING_KEYS.map((key) => showSetting(key, stored.get(key)))
}

const showSetting = (key: SettingKey, row: Awaited<ReturnType<typeof settingVersion>>) => ({
  key,
  group: SETTINGS[key].group,
  value: settingValue(key, row?.value) as unknown,
  initial: SETTINGS[key].initial as unknown,
  isChanged: row !== undefined && row.value !== null,
  version: row?.version ?? 0,
  changedBy: row?.changedBy ?? null,
  changedAt: row ? toRfc3339(row.atMs) : null,
  reason: row?.reason ?? null,
})

/** What a setting was, the newest of 50 versions first. */
export async function readSettingHistory(ctx: Pick<Ctx, 'platform'>, key: SettingKey) {
  return (await listSettingVersions(ctx.platform, key, 50)).map((row) => ({
    version: row.version,
    value: settingValue(key, row.value) as unknown,
    isDefault: row.value === null,
    reason: row.reason,
    changedBy: row.changedBy,
    at: toRfc3339(row.atMs),
  }))
}

/**
 * Gives a setting another value (null = its default again). Audited with before and after. A repeat with the same version
 * finds it changed and refuses.
 * @throws InvalidInput 422 with what is wrong where; ChangedMeanwhile 412 if `version` is not the newest
 */
export async function changeSetting(ctx: Ctx, key: SettingKey, { value, reason, version }: Change) {
  if (value !== null) {
    const read = v.safeParse(SETTINGS[key].schema, value)
    if (!read.success) throw new InvalidInput(read.issues.map((issue) => ({ pointer: pointerOf(issue), detail: issue.message })))
  }
  await storeVersion(ctx, { key, value, reason, version, action: 'setting.change' })
  const stored = await readStored(ctx)
  return showSetting(key, stored.get(key))
}

/** Goes back to what a setting was in an earlier version. @throws NotFound 404; as `changeSetting` */
export async function restoreSetting(ctx: Ctx, key: SettingKey, from: number, reason: string, version: number) {
  const earlier = await findSettingVersion(ctx.platform, key, from)
  if (!earlier) throw new NotFound('version of this setting')
  return changeSetting(ctx, key, { value: earlier.value, reason, version })
}

/** Adds a version under a key, of a setting or a flag. @throws ChangedMeanwhile 412 */
export async function storeVersion(ctx: Ctx, change: { key: string; value: unknown; reason: string; version: number; action: string }) {
  const before = await settingVersion(ctx.platform, change.key)
  if ((before?.version ?? 0) !== change.version) throw new ChangedMeanwhile('setting')
  const atMs = ctx.now()
  const row = {
    key: change.key,
    version: change.version + 1,
    value: change.value,
    reason: change.reason,
    changedBy: actorOf(ctx.principal),
    atMs,
  }
  const audit = auditOf(ctx, {
    action: change.action,
    subjectId: change.key,
    vendorId: null,
    detail: { reason: change.reason, version: row.version },
    before: { value: before?.value ?? null },
    after: { value: change.value },
  })
  try {
    await storeSetting(ctx.platform, row, audit)
  } catch (error) {
    if (error instanceof UniqueViolation) throw new ChangedMeanwhile('setting')
    throw error
  }
  forgetSettings(ctx)
}

const pointerOf = (issue: v.BaseIssue<unknown>) => `/value${(issue.path ?? []).map(({ key }) => `/${String(key)}`).join('')}`
