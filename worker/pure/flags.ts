import * as v from 'valibot'
import { isId } from '#worker/pure/ids.ts'

/**
 * Feature flags: what can be switched without a deploy. A flag lives until its last day; then the code behind it is made
 * the rule or taken out, and its line here goes.
 * INV-FLG-1: the same flag and subject always give the same answer while the rule stands, on every isolate.
 * INV-FLG-2: raising a share keeps everybody who had the feature.
 */
const vendorIds = v.array(v.custom<string>((value) => typeof value === 'string' && isId('vendor', value), 'an id of a vendor'))
export const FlagRule = v.variant('state', [
  v.strictObject({ state: v.literal('off') }),
  v.strictObject({ state: v.literal('on') }),
  /** A share of subjects, in basis points. */
  v.strictObject({ state: v.literal('percent'), shareBps: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)) }),
  /** These vendors, and those of these plans. */
  v.strictObject({
    state: v.literal('list'),
    vendorIds: v.pipe(vendorIds, v.maxLength(500)),
    planKeys: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,31}$/))), v.maxLength(20)),
  }),
])
export type FlagRule = v.InferOutput<typeof FlagRule>

/** Every flag the code knows: whose it is, until when it may live, and the rule before anybody has set one. */
export const FLAGS = {
  /** New stores may register. Off, `/sell` says so and the API refuses. */
  open_registration: { owner: 'marketplace', lastDay: '2027-12-31', initial: { state: 'on' } },
  /** Plans are offered by the year as well as by the month. */
  yearly_plans: { owner: 'billing', lastDay: '2027-06-30', initial: { state: 'on' } },
} as const satisfies Record<string, { owner: string; lastDay: `${number}-${number}-${number}`; initial: FlagRule }>
export type FlagKey = keyof typeof FLAGS
export const FLAG_KEYS = Object.keys(FLAGS) as [FlagKey, ...FlagKey[]]
export const isFlagKey = (text: string): text is FlagKey => Object.hasOwn(FLAGS, text)

/** Whom a flag is asked about. `id` decides a share: the vendor, the account, or what else stays the same. */
export type FlagSubject = { id: string; vendorId?: string | null; planKey?: string | null }

/** The rule as it was stored, or the first one where nothing was, or what was no longer fits. */
export function flagRule(key: FlagKey, stored: unknown): FlagRule {
  const read = stored === undefined || stored === null ? null : v.safeParse(FlagRule, stored)
  return read?.success ? read.output : FLAGS[key].initial
}

/** Whether a subject has the feature under a rule. */
export function isOn(key: FlagKey, rule: FlagRule, subject: FlagSubject): boolean {
  switch (rule.state) {
    case 'on':
      return true
    case 'off':
      return false
    case 'percent':
      return placeOf(key, subject.id) < rule.shareBps
    case 'list':
      return rule.vendorIds.includes(subject.vendorId ?? '') || rule.planKeys.includes(subject.planKey ?? '')
  }
}

/** A place in [0, 10000) that follows from flag and subject (FNV-1a with a final mix): shares of two flags overlap by chance only. */
export function placeOf(key: string, subjectId: string): number {
  let hash = 0x811c9dc5
  for (const char of `${key}\n${subjectId}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % 10_000
}
