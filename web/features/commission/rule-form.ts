import * as v from 'valibot'
import { m } from '#messages'
import { entry } from '#web/ui/entry.ts'
import { isId } from '#worker/pure/ids.ts'
import { isCurrency } from '#worker/pure/money.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { amountsEntry, percentEntry, readAmounts, readPercent, readTiers, tiersEntry } from './amounts.ts'
import type { Rule } from './commission-words.ts'

const amounts = v.pipe(entry(), v.check((text) => readAmounts(text) !== null, () => m.commission_amounts_error())) // biome-ignore format: one check
const day = v.pipe(entry(), v.check(isDay, () => m.commission_field_day_error())) // biome-ignore format: one check

const ComponentForm = v.object({
  name: v.pipe(entry(), v.regex(/^[a-z][a-z0-9_]{1,39}$/, () => m.commission_component_name_error())),
  base: v.picklist(['items', 'shipping', 'both']),
  percent: v.pipe(entry(), v.check((text) => text === '' || readPercent(text) !== null, () => m.commission_component_percent_error())),
  fixed: amounts,
  fixedPer: v.picklist(['line', 'item']),
  floor: amounts,
  cap: amounts,
  tiers: v.pipe(entry(), v.check((text) => readTiers(text) !== null, () => m.commission_tiers_error())),
}) // biome-ignore format: a field a line

export const REPLAYS = ['30', '90', 'month'] as const

/** A rule as people type it. */
export const RuleForm = v.pipe(
  v.object({
    name: v.pipe(entry(), v.minLength(2, () => m.commission_field_name_error()), v.maxLength(80, () => m.commission_field_name_error())),
    /** A name, a store's address or an id; whose it is, the action finds out. */
    vendor: v.pipe(entry(), v.maxLength(100)),
    categoryId: entry(),
    productId: v.pipe(entry(), v.check((text) => text === '' || isId('product', text), () => m.commission_field_product_error())),
    planId: v.pipe(entry(), v.maxLength(40)),
    country: entry(),
    currency: entry(),
    priority: v.pipe(entry(), v.check((text) => text === '' || (/^\d{1,4}$/.test(text) && Number(text) <= 1000), () => m.commission_field_priority_error())),
    startsOn: day,
    endsOn: day,
    /** Whose orders it is replayed on: those of so many days, or of the last whole month. */
    replay: v.picklist(REPLAYS),
    components: v.pipe(v.optional(v.array(ComponentForm), []), v.minLength(1)),
  }),
  v.forward(
    v.partialCheck([['startsOn'], ['endsOn']], ({ startsOn, endsOn }) => endsOn === '' || endsOn > startsOn, () => m.commission_field_ends_error()),
    ['endsOn'],
  ),
) // biome-ignore format: a field a line
export type RuleEntry = v.InferOutput<typeof RuleForm>
export type TypedComponent = Record<keyof RuleEntry['components'][number], string>
export type TypedRule = Record<Exclude<keyof RuleEntry, 'components'>, string> & { components: TypedComponent[] }

function isDay(text: string): boolean {
  return text === '' || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)))
}

/** What was typed, as the API takes it, for the vendor that was named, if any. A day that has begun means from when it is saved: no rule starts in the past. */
export function draftOf(typed: RuleEntry, vendorId: string, nowMs: number) {
  const orNull = (text: string) => (text === '' ? null : text)
  const startsAtMs = typed.startsOn === '' ? Number.NaN : Date.parse(typed.startsOn)
  return {
    name: typed.name,
    scope: {
      vendorId: isId('vendor', vendorId) ? vendorId : null,
      planId: orNull(typed.planId),
      categoryId: isId('category', typed.categoryId) ? typed.categoryId : null,
      productId: isId('product', typed.productId) ? typed.productId : null,
      country: orNull(typed.country),
      currency: isCurrency(typed.currency) ? typed.currency : null,
    },
    priority: Number(typed.priority || 0),
    ...(startsAtMs > nowMs ? { startsAt: new Date(startsAtMs).toISOString() } : {}),
    endsAt: typed.endsOn === '' ? null : new Date(typed.endsOn).toISOString(),
    components: typed.components.map(({ name, base, percent, fixed, fixedPer, floor, cap, tiers }) => ({
      name,
      base,
      rateBps: readPercent(percent || '0') ?? 0,
      fixed: readAmounts(fixed) ?? {},
      fixedPer,
      floor: readAmounts(floor) ?? {},
      cap: readAmounts(cap) ?? {},
      tiers: readTiers(tiers) ?? [],
    })),
  }
}

export const EMPTY_COMPONENT: TypedComponent = {
  name: 'sales',
  base: 'items',
  percent: '',
  fixed: '',
  fixedPer: 'line',
  floor: '',
  cap: '',
  tiers: '',
}

/** A rule as it is typed, to change it; or a new one. `vendor`: how the one it is for is called; empty: every vendor. */
export function typedRule(rule: Rule | null, vendor: string): TypedRule {
  if (!rule)
    return { name: '', vendor, categoryId: '', productId: '', planId: '', country: '', currency: '', priority: '', startsOn: '', endsOn: '', replay: '30', components: [EMPTY_COMPONENT] }
  const { scope, name, priority, components, startsAt, endsAt, status } = rule
  return {
    name,
    vendor,
    categoryId: scope.categoryId ?? '',
    productId: scope.productId ?? '',
    planId: scope.planId ?? '',
    country: scope.country ?? '',
    currency: scope.currency ?? '',
    priority: priority === 0 ? '' : String(priority),
    startsOn: status === 'planned' ? startsAt.slice(0, 10) : '',
    endsOn: endsAt?.slice(0, 10) ?? '',
    replay: '30',
    components: components.map((each) => ({
      name: each.name,
      base: each.base,
      percent: percentEntry(each.rateBps),
      fixed: amountsEntry(each.fixed),
      fixedPer: each.fixedPer,
      floor: amountsEntry(each.floor),
      cap: amountsEntry(each.cap),
      tiers: tiersEntry(each.tiers),
    })),
  }
} // biome-ignore format: an entry a line

/** Between which days orders are replayed; whole days, so that a form that is sent twice asks for the same. */
export function rangeOf(replay: (typeof REPLAYS)[number], nowMs: number): { from?: string; to?: string } {
  if (replay === '30') return {}
  const now = new Date(nowMs)
  if (replay === '90') return { from: new Date(Math.floor(nowMs / DAY_MS) * DAY_MS - 90 * DAY_MS).toISOString() }
  const monthAt = (back: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString()
  return { from: monthAt(1), to: monthAt(0) }
}

/** Where the API's pointers are in the form. */
export const FIELDS: Record<string, string> = {
  '/change/rule/name': 'name',
  '/rule/endsAt': 'endsOn',
  '/change/rule/endsAt': 'endsOn',
  ...Object.fromEntries(
    Array.from({ length: 8 }, (_, index) => index).flatMap((index) =>
      ['name', 'base', 'fixed', 'fixedPer', 'floor', 'cap', 'tiers'].map((name) => [`/rule/components/${index}/${name}`, `components[${index}].${name}`]),
    ),
  ),
} // biome-ignore format: a pointer a line

export const SaveForm = v.object({
  reason: v.pipe(entry(), v.minLength(3, () => m.commission_sim_reason_error()), v.maxLength(500, () => m.commission_sim_reason_error())),
  confirmed: v.pipe(v.optional(v.boolean(), false), v.check((isTicked) => isTicked, () => m.commission_sim_confirm_error())),
}) // biome-ignore format: a field a line
