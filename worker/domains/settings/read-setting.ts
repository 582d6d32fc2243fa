import { listSettings, type SettingRow } from '#db/platform/queries/settings.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { type SettingKey, type SettingValue, settingValue } from '#worker/pure/settings.ts'
import { SECOND_MS } from '#worker/pure/time.ts'

/** How long an isolate goes by what it has read: a change reaches every part of the marketplace within this time. */
export const SETTINGS_FRESH_MS = 15 * SECOND_MS

type Known = { rows: ReadonlyMap<string, SettingRow>; staleAtMs: number }
/** Per database connection, which isolates share among requests: one read serves every setting and flag. */
const known = new WeakMap<object, Known>()

/**
 * The value of a setting, in the shape `pure/settings.ts` gives it: what the marketplace's people set, else the default.
 * Costs a database round trip once per isolate and 15 s. For a decision about money read it in the verb that decides, and
 * put the value it decided by into the record.
 * @throws Unavailable 503 if the database does not answer and nothing was read before
 */
export async function readSetting<K extends SettingKey>(ctx: Pick<Ctx, 'platform' | 'now'>, key: K): Promise<SettingValue<K>> {
  return settingValue(key, (await readStored(ctx)).get(key)?.value)
}

/** Everything that is set, by key; flags are under `flag:<key>`. */
export async function readStored(ctx: Pick<Ctx, 'platform' | 'now'>): Promise<Known['rows']> {
  const nowMs = ctx.now()
  const kept = known.get(ctx.platform)
  if (kept && kept.staleAtMs > nowMs) return kept.rows
  const rows = new Map((await listSettings(ctx.platform)).map((row) => [row.key, row]))
  known.set(ctx.platform, { rows, staleAtMs: nowMs + SETTINGS_FRESH_MS })
  return rows
}

/** Forgets what was read, after a change: whoever made it sees it at once. */
export function forgetSettings(ctx: Pick<Ctx, 'platform'>): void {
  known.delete(ctx.platform)
}
