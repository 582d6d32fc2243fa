import * as v from 'valibot'
import { CURRENCIES, type Currency } from '#worker/pure/money.ts'

/**
 * What the marketplace's own people can set without a deploy: every setting has a shape, a default and a group it is shown in.
 * INV-SET-2: a stored value that no longer fits its shape counts as not set, so that a deploy never stops on an old value.
 */

/** Roughly a hundred dollars in every currency, in minor units: what limits start from before anybody has set one. */
const A_HUNDRED: Readonly<Record<Currency, number>> = {
  AUD: 15_000, BHD: 40_000, BRL: 50_000, CAD: 14_000, CHF: 9_000, CLP: 90_000, CZK: 230_000, DKK: 70_000, EUR: 10_000, GBP: 8_000, HUF: 3_600_000,
  INR: 850_000, JOD: 70_000, JPY: 15_000, KRW: 140_000, KWD: 30_000, MXN: 180_000, NOK: 110_000, NZD: 17_000, OMR: 40_000, PLN: 40_000, SEK: 100_000,
  SGD: 13_000, TND: 310_000, USD: 10_000, VND: 2_500_000,
} // biome-ignore format: a table reads best as a table

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000_000))
const days = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max))
const rate = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))
const bearer = v.picklist(['vendor', 'platform'])
/** An amount of minor units for every currency; null = no limit, a currency that is left out = 0. */
const amounts = v.record(v.picklist(CURRENCIES), v.nullable(whole))
export type Amounts = v.InferOutput<typeof amounts>
const timesHundred = (factor: number): Amounts =>
  Object.fromEntries(CURRENCIES.map((currency) => [currency, A_HUNDRED[currency] * factor])) as Amounts
const noLimit: Amounts = Object.fromEntries(CURRENCIES.map((currency) => [currency, null])) as Amounts

/** Who may refund, and has a limit of what they may without a second person. */
export const REFUNDING_ROLES = ['support_rep', 'platform_finance', 'platform_admin'] as const

const shippingDefault = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(60)),
  baseMinor: amounts,
  daysMin: days(60),
  daysMax: days(90),
})
const registration = v.strictObject({
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  number: v.pipe(v.string(), v.trim(), v.minLength(4), v.maxLength(40)),
})

const company = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(100)),
  /** Line by line, as on an envelope. */
  address: v.pipe(v.string(), v.trim(), v.maxLength(300)),
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
})

type Setting<S extends v.GenericSchema> = { group: SettingGroup; schema: S; initial: v.InferOutput<S> }
const setting = <S extends v.GenericSchema>(group: SettingGroup, schema: S, initial: v.InferOutput<S>): Setting<S> => ({
  group,
  schema,
  initial,
})

export const SETTING_GROUPS = ['refunds', 'payouts', 'disputes', 'plans', 'currencies', 'shipping', 'tax'] as const
export type SettingGroup = (typeof SETTING_GROUPS)[number]

export const SETTINGS = {
  /** What somebody of a role may give back of one order without a second person. */
  refundLimitMinor: setting('refunds', v.object({ support_rep: amounts, platform_finance: amounts, platform_admin: amounts }), {
    support_rep: timesHundred(2),
    platform_finance: timesHundred(20),
    platform_admin: noLimit,
  }),
  /** A payout run of more than this in a currency waits for a second person. */
  payoutApprovalLimitMinor: setting('payouts', amounts, timesHundred(500)),
  /** How long after shipping an earning is held; null = as the environment says (`PAYOUT_HOLD_MS`). */
  defaultPayoutHoldDays: setting('payouts', v.nullable(days(90)), null),
  /** Who pays for goods a card network takes the money back for, and for the network's fee. */
  disputeLossBearer: setting('disputes', bearer, 'vendor'),
  disputeFeeBearer: setting('disputes', bearer, 'vendor'),
  /** Disputed share of a vendor's card payments from which it is warned, and from which somebody has to act. */
  disputeRateWarningBps: setting('disputes', rate, 65),
  disputeRateCriticalBps: setting('disputes', rate, 100),
  /** How long a vendor whose plan's payment failed keeps the plan. */
  planGraceDays: setting('plans', days(30), 7),
  /** What new stores may trade in; stores that trade in another go on. */
  currencies: setting('currencies', v.pipe(v.array(v.picklist(CURRENCIES)), v.minLength(1)), [...CURRENCIES]),
  /** The delivery charge a new store starts with. */
  shippingDefault: setting('shipping', shippingDefault, { name: 'Standard', baseMinor: {} as Amounts, daysMin: 3, daysMax: 7 }),
  /** Who issues statements and invoices. */
  company: setting('tax', company, { name: 'Stoa', address: '', country: 'US' }),
  /** Under which numbers the marketplace remits tax; shown on its invoices. */
  taxRegistrations: setting('tax', v.pipe(v.array(registration), v.maxLength(60)), []),
} as const
export type SettingKey = keyof typeof SETTINGS
export type SettingValue<K extends SettingKey> = v.InferOutput<(typeof SETTINGS)[K]['schema']>
export const SETTING_KEYS = Object.keys(SETTINGS) as [SettingKey, ...SettingKey[]]

export const isSettingKey = (text: string): text is SettingKey => Object.hasOwn(SETTINGS, text)

/** The value of a setting as it was stored, or its default where nothing was, or what was no longer fits (INV-SET-2). */
export function settingValue<K extends SettingKey>(key: K, stored: unknown): SettingValue<K> {
  const { schema, initial } = SETTINGS[key]
  const read = stored === undefined || stored === null ? null : v.safeParse(schema, stored)
  return (read?.success ? read.output : initial) as SettingValue<K>
}

/** An amount of a currency out of a setting; null = no limit. One that is left out is 0: nothing is allowed by accident. */
export const amountOf = (amounts: Amounts, currency: Currency): number | null => {
  const found = amounts[currency]
  return found === undefined ? 0 : found
}
