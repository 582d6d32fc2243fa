import type { Ctx } from '#worker/domains/ctx.ts'
import { type FlagKey, type FlagSubject, flagRule, isOn } from '#worker/pure/flags.ts'
import { readStored } from './read-setting.ts'

/** Under what key of the settings a flag's rule is stored. */
export const flagSettingKey = (key: FlagKey) => `flag:${key}`

/**
 * Whether a subject has a feature. Costs nothing but the read that serves all settings for 15 s.
 * @throws Unavailable 503 as `readSetting`
 */
export async function isFlagOn(ctx: Pick<Ctx, 'platform' | 'now'>, key: FlagKey, subject: FlagSubject): Promise<boolean> {
  const stored = await readStored(ctx)
  return isOn(key, flagRule(key, stored.get(flagSettingKey(key))?.value), subject)
}
