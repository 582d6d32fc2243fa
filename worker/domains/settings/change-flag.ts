import * as v from 'valibot'
import type { Ctx } from '#worker/domains/ctx.ts'
import { FLAG_KEYS, FLAGS, type FlagKey, FlagRule, flagRule } from '#worker/pure/flags.ts'
import { InvalidInput } from '#worker/pure/problem.ts'
import { toRfc3339 } from '#worker/pure/time.ts'
import { storeVersion } from './change-setting.ts'
import { flagSettingKey } from './evaluate-flag.ts'
import { forgetSettings, readStored } from './read-setting.ts'

/** Every flag the code knows, with its rule, whose it is and whether it has outlived its last day. */
export async function readFlags(ctx: Ctx) {
  forgetSettings(ctx)
  const stored = await readStored(ctx)
  const today = toRfc3339(ctx.now()).slice(0, 10)
  return FLAG_KEYS.map((key) => {
    const row = stored.get(flagSettingKey(key))
    const { owner, lastDay, initial } = FLAGS[key]
    return {
      key,
      owner,
      lastDay,
      isOverdue: lastDay < today,
      rule: flagRule(key, row?.value),
      initial: initial as FlagRule,
      version: row?.version ?? 0,
      changedBy: row?.changedBy ?? null,
      changedAt: row ? toRfc3339(row.atMs) : null,
      reason: row?.reason ?? null,
    }
  })
}

/**
 * Gives a flag another rule; it holds everywhere within 15 s. Audited with before and after.
 * @throws InvalidInput 422; ChangedMeanwhile 412 if `version` is not the newest
 */
export async function changeFlag(ctx: Ctx, key: FlagKey, change: { rule: unknown; reason: string; version: number }) {
  const read = v.safeParse(FlagRule, change.rule)
  if (!read.success) throw new InvalidInput([{ pointer: '/rule', detail: read.issues[0].message }])
  await storeVersion(ctx, {
    key: flagSettingKey(key),
    value: read.output,
    reason: change.reason,
    version: change.version,
    action: 'flag.change',
  })
  const flag = (await readFlags(ctx)).find((each) => each.key === key)
  if (!flag) throw new Error(`${key} is a flag`)
  return flag
}
