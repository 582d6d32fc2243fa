import { z } from '@hono/zod-openapi'
import type { RuleDraft } from '#worker/pure/commission-draft.ts'
import { VERDICTS } from '#worker/pure/commission-rule.ts'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'

const idOf = <K extends IdKind>(kind: K, example: Id<K>) =>
  z
    .custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `An id of this kind: ${example}`)
    .openapi({ type: 'string', example })
const orNull = <K extends IdKind>(kind: K, example: Id<K>) =>
  idOf(kind, example)
    .nullable()
    .openapi({ type: ['string', 'null'], example: null })

export const vendorId = idOf('vendor', 'ven_01JD0000000000000000000000')
export const productId = idOf('product', 'prd_01JD0000000000000000000000')
export const categoryId = idOf('category', 'cat_01JD0000000000000000000000')
export const ruleId = idOf('commissionRule', 'cmr_01JD0000000000000000000000')
export const simulationId = idOf('commissionSimulation', 'csm_01JD0000000000000000000000')
export const currency = z.enum(CURRENCIES)
export const country = z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters (ISO 3166-1).')
const instant = z.iso.datetime()
const bps = z.number().int().min(0).max(10_000)
/** A thousand million of the largest minor units: far above any fee, far below what a sum could lose. */
const amount = z.number().int().min(0).max(1_000_000_000_000)
const perCurrency = z.partialRecord(currency, amount)

const Money = z
  .object({ amountMinor: z.number().int(), currency })
  .openapi('CommissionMoney', { example: { amountMinor: 1250, currency: 'USD' } })

export const Component = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'A name is of small letters, digits and _.').openapi({ description: '`sales`, `payment_processing`, `per_item` or another.' }),
    base: z.enum(['items', 'shipping', 'both']).openapi({ description: 'What the rate is a share of. Of `both`, the delivery is charged the rate alone.' }),
    rateBps: bps,
    fixed: perCurrency,
    fixedPer: z.enum(['line', 'item']),
    floor: perCurrency,
    cap: perCurrency,
    tiers: z.array(z.strictObject({ from: perCurrency, rateBps: bps })).max(10).openapi({ description: 'Rates for who sold at least this much in the month before the order.' }),
  })
  .openapi('CommissionComponent', {
    example: { name: 'sales', base: 'items', rateBps: 1200, fixed: {}, fixedPer: 'line', floor: { USD: 50 }, cap: { USD: 5000 }, tiers: [{ from: { USD: 1_000_000 }, rateBps: 1000 }] },
  }) // biome-ignore format: a field a line

const scope = {
  vendorId: orNull('vendor', 'ven_01JD0000000000000000000000'),
  planId: z.string().min(1).max(40).nullable(),
  categoryId: orNull('category', 'cat_01JD0000000000000000000000'),
  productId: orNull('product', 'prd_01JD0000000000000000000000'),
  country: country.nullable(),
  currency: currency.nullable(),
}

export const Draft = z
  .strictObject({
    name: z.string().trim().min(2).max(80),
    scope: z.strictObject(scope),
    priority: z.number().int().min(0).max(1000).default(0),
    startsAt: instant.optional().openapi({ description: 'From when it is saved, if not given.' }),
    endsAt: instant.nullable().default(null),
    components: z.array(Component).min(1).max(8),
  })
  .openapi('CommissionRuleDraft', {
    example: {
      name: 'Electronics', priority: 0, endsAt: null, components: [{ name: 'sales', base: 'items', rateBps: 800, fixed: {}, fixedPer: 'line', floor: {}, cap: {}, tiers: [] }],
      scope: { vendorId: null, planId: null, categoryId: 'cat_01JD0000000000000000000000', productId: null, country: null, currency: null },
    },
  }) // biome-ignore format: an example

export const Change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('new'), rule: Draft }),
  z.strictObject({ kind: z.literal('change'), ruleId, rule: Draft }),
  z.strictObject({ kind: z.literal('end'), ruleId, endsAt: instant.optional() }),
])

/** A draft of the API as the domain takes it. */
export function draftOf({ scope: own, startsAt, endsAt, ...draft }: z.output<typeof Draft>): RuleDraft {
  return {
    ...draft,
    ...own,
    components: draft.components as RuleDraft['components'],
    startsAtMs: startsAt === undefined ? undefined : Date.parse(startsAt),
    endsAtMs: endsAt === null ? null : Date.parse(endsAt),
  }
}

export const Rule = z
  .object({
    id: ruleId,
    name: z.string(),
    scope: z.object({ ...scope, categoryPath: z.string().nullable() }),
    priority: z.number().int(),
    components: z.array(Component),
    startsAt: z.string(),
    endsAt: z.string().nullable(),
    status: z.enum(['in_force', 'planned', 'ended']),
    isBuiltIn: z.boolean(),
  })
  .openapi('CommissionRule')
export const NotedRule = Rule.extend({
  reason: z.string(),
  replacesId: orNull('commissionRule', 'cmr_01JD0000000000000000000000'),
  createdBy: z.string(),
  createdByName: z.string().nullable().openapi({ description: 'What its maker is called; null if no person made it.' }),
  createdAt: z.string(),
}).openapi('NotedCommissionRule')

const Explained = z
  .object({
    base: Money,
    rule: Rule,
    charges: z.array(
      z.object({
        component: z.string(),
        rateBps: z.number().int(),
        fixed: Money,
        amount: Money,
        tax: Money,
        heldBy: z.enum(['floor', 'cap', 'earning']).nullable(),
      }),
    ),
    considered: z.array(Rule.extend({ verdict: z.enum(VERDICTS) }).openapi('ConsideredCommissionRule')),
  })
  .openapi('ExplainedCommission')
export const Explanation = z
  .object({
    country: z.string(),
    planId: z.string().nullable(),
    taxRateBps: z.number().int(),
    volume: Money.openapi({ description: 'What the vendor sold this month, which tiers go by.' }),
    goods: Explained,
    delivery: Explained,
    commission: Money,
    commissionTax: Money,
    earns: Money,
  })
  .openapi('CommissionExplanation')
export const VendorCommission = Explanation.extend({
  rules: z.array(Rule),
  month: z.string(),
  volumes: z.array(z.object({ sold: Money, orders: z.number().int() })),
}).openapi('VendorCommission')

const difference = { thenMinor: z.number().int(), nowMinor: z.number().int() }
export const Simulation = z
  .object({
    id: simulationId,
    kind: z.enum(['new', 'change', 'end']),
    ruleId: ruleId.openapi({ description: 'The rule that starts, or of `end` the one that ends.' }),
    replacesId: orNull('commissionRule', 'cmr_01JD0000000000000000000000'),
    rule: Rule.nullable().openapi({ description: 'The rule that would start; null if one only ends.' }),
    from: z.string(),
    to: z.string(),
    total: z.number().int(),
    done: z.number().int(),
    isDone: z.boolean(),
    isCurrent: z.boolean().openapi({ description: 'False: rules were changed since, and it cannot be saved.' }),
    savedAt: z.string().nullable(),
    totals: z.array(z.object({ currency, orders: z.number().int(), changedOrders: z.number().int(), goodsMinor: z.number().int(), ...difference })),
    vendors: z.array(z.object({ vendorId, currency, orders: z.number().int(), changedOrders: z.number().int(), ...difference })),
    mostChanged: z.array(
      z.object({
        orderId: idOf('order', 'ord_01JD0000000000000000000000'),
        vendorId,
        currency,
        ...difference,
        thenRules: z.array(z.object({ id: ruleId, name: z.string() })),
        nowRules: z.array(z.object({ id: ruleId, name: z.string() })),
      }),
    ),
  })
  .openapi('CommissionSimulation') // biome-ignore format: a field a line

export const CommissionTax = z
  .object({ country, rateBps: bps, registration: z.string(), updatedBy: z.string(), updatedAt: z.string() })
  .openapi('CommissionTax', {
    example: { country: 'DE', rateBps: 1900, registration: 'DE815309721', updatedBy: 'acc_01JD0000000000000000000000', updatedAt: '2026-11-21T09:30:00.000Z' },
  }) // biome-ignore format: an example
