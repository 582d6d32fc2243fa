import type { commissionRule, commissionTax } from '#db/platform/schema/commissions.ts'
import { type CommissionRule, percentOfGoods } from '#worker/pure/commission-rule.ts'
import type { Id } from '#worker/pure/ids.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { CATALOGUE_MS, categoryRows } from './categories.ts'
import { newChance } from './chance.ts'
import { PEOPLE } from './people.ts'

const EVERYBODY = { vendorId: null, planId: null, categoryId: null, categoryPath: null, productId: null, country: null, currency: null }

/** What the platform keeps unless a narrower rule says otherwise: twelve per cent. */
export const DEFAULT_COMMISSION: CommissionRule = {
  id: newChance(0, 'commission').id('commissionRule', CATALOGUE_MS),
  name: 'Default',
  ...EVERYBODY,
  priority: 0,
  startsAtMs: 0,
  endsAtMs: null,
  components: [percentOfGoods(1200)],
}

/** The rate a store of ours agreed on. */
export const agreedRate = (id: Id<'commissionRule'>, store: { name: string }, vendorId: Id<'vendor'>, rateBps: number): CommissionRule => ({
  ...DEFAULT_COMMISSION,
  id,
  name: `Agreed with ${store.name}`,
  vendorId,
  components: [percentOfGoods(rateBps)],
})

/** Tax on commission where we are registered for it, in bps. */
export const COMMISSION_TAXES: ReadonlyMap<string, number> = new Map([['DE', 1900], ['GB', 2000], ['JP', 1000]]) // biome-ignore format: a table

export const commissionTaxRows = (nowMs: number): (typeof commissionTax.$inferInsert)[] =>
  [...COMMISSION_TAXES].map(([country, rateBps]) => ({
    country,
    rateBps,
    registration: { DE: 'DE815309721', GB: 'GB367714205', JP: 'T7010401098712' }[country] ?? '',
    updatedBy: adminId,
    updatedAtMs: nowMs - 400 * DAY_MS,
  }))

const adminId = PEOPLE.platform[0]?.id ?? 'system'

export const ruleRow = ({ categoryPath: _, ...rule }: CommissionRule, createdAtMs: number): typeof commissionRule.$inferInsert => ({
  ...rule,
  createdBy: adminId,
  createdAtMs,
})

/** Rules that show what rules can do, and decide nothing of the past: what was before, what plans pay, what comes next month. */
export function otherRules(nowMs: number): (typeof commissionRule.$inferInsert)[] {
  const first = categoryRows()[0]
  const rule = (n: number, name: string, change: Partial<CommissionRule>, reason: string) => ({
    ...ruleRow({ ...DEFAULT_COMMISSION, id: newChance(n, 'commission').id('commissionRule', CATALOGUE_MS + n), name, ...change }, nowMs - 60 * DAY_MS),
    reason,
  })
  return [
    rule(1, 'Opening offer', { startsAtMs: nowMs - 420 * DAY_MS, endsAtMs: nowMs - 401 * DAY_MS, components: [percentOfGoods(500)] }, 'Five per cent while the first stores move in.'),
    rule(2, 'Pro plan', {
      planId: 'pro',
      startsAtMs: nowMs - 60 * DAY_MS,
      components: [
        { ...percentOfGoods(800), tiers: [{ from: { USD: 1_000_000, EUR: 900_000, JPY: 1_500_000 }, rateBps: 650 }] },
        { ...percentOfGoods(140), name: 'payment_processing', base: 'both', fixed: { USD: 25, EUR: 25, JPY: 30 } },
      ],
    }, 'Pro stores pay less of what they sell, and what their cards cost.'),
    rule(3, 'Winter campaign', {
      categoryId: first?.id ?? null,
      country: 'US',
      startsAtMs: nowMs + 10 * DAY_MS,
      endsAtMs: nowMs + 41 * DAY_MS,
      components: [{ ...percentOfGoods(900), floor: { USD: 50 }, cap: { USD: 4000 } }],
    }, 'Less in the month before the holidays, agreed with the category team.'),
  ]
} // biome-ignore format: a table of rules
