import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/**
 * Which rule says what the platform keeps of a sale.
 *
 * INV-COM-3: of the rules that apply, the most specific wins. What a rule is narrowed by counts in this order: product,
 * vendor, category (the deeper the narrower), plan, country of delivery, currency, having an end. Equal ones: the higher
 * priority, then the one that starts last, then the one made last. One rule wins with all its components; none adds to another.
 */
export type CommissionRule = RuleScope & {
  id: Id<'commissionRule'>
  name: string
  priority: number
  startsAtMs: number
  /** The first instant it no longer holds; NULL: until it is ended. */
  endsAtMs: number | null
  components: CommissionComponent[]
}

/** What a rule is narrowed by; NULL: it holds for all. */
export type RuleScope = {
  vendorId: Id<'vendor'> | null
  planId: string | null
  categoryId: Id<'category'> | null
  /** Where the category is in the tree, e.g. `/home/kitchen/`: the rule holds for everything below; NULL with an id: it is gone. */
  categoryPath: string | null
  productId: Id<'product'> | null
  country: string | null
  currency: Currency | null
}

/** An amount for each currency that has one; none is 0, or no limit. Minor units. */
export type PerCurrency = { [C in Currency]?: number | undefined }

/** One named part of a commission. Each line of goods, and the delivery, is charged on its own. */
export type CommissionComponent = {
  /** `sales`, `payment_processing`, `per_item` …; a name is used once in a rule. */
  name: string
  /** What the rate is a share of; `both`: the delivery is charged the rate too, but neither the fixed amount nor the floor. */
  base: 'items' | 'shipping' | 'both'
  rateBps: number
  fixed: PerCurrency
  /** `item`: the fixed amount counts once for each unit. */
  fixedPer: 'line' | 'item'
  floor: PerCurrency
  cap: PerCurrency
  /** Rates for vendors who sold at least this much in the calendar month (UTC) before the order, in the order's currency. */
  tiers: { from: PerCurrency; rateBps: number }[]
}

/** What is sold, as far as a rule can be narrowed by it. The delivery of an order has neither category nor product. */
export type RuleSubject = {
  vendorId: Id<'vendor'>
  planId: string | null
  categoryPath: string | null
  productId: Id<'product'> | null
  country: string
  currency: Currency
  atMs: number
}

/** The rule before anybody has set one: ten per cent of the goods. */
export const FIRST_RULE: CommissionRule = {
  id: 'cmr_00000000000000000000000000',
  name: 'first',
  vendorId: null,
  planId: null,
  categoryId: null,
  categoryPath: null,
  productId: null,
  country: null,
  currency: null,
  priority: 0,
  startsAtMs: 0,
  endsAtMs: null,
  components: [percentOfGoods(1000)],
}

/** The plainest component: a share of the goods. */
export function percentOfGoods(rateBps: number): CommissionComponent {
  return { name: 'sales', base: 'items', rateBps, fixed: {}, fixedPer: 'line', floor: {}, cap: {}, tiers: [] }
}

/** Why a rule does not decide a sale. */
export const VERDICTS = [
  'wins',
  'not_started',
  'ended',
  'other_product',
  'other_vendor',
  'other_category',
  'other_plan',
  'other_country',
  'other_currency',
  'less_specific',
  'lower_priority',
  'older',
] as const
export type Verdict = (typeof VERDICTS)[number]

/** The rule that decides a sale. */
export function ruleFor(rules: readonly CommissionRule[], subject: RuleSubject): CommissionRule {
  let winner = FIRST_RULE
  for (const rule of rules) {
    if (mismatch(rule, subject) === null && compareRules(rule, winner) < 0) winner = rule
  }
  return winner
}

/** The rule that decides a sale, and of every rule why it does or does not: the narrowest first. */
export function explainRule(
  rules: readonly CommissionRule[],
  subject: RuleSubject,
): { winner: CommissionRule; considered: { rule: CommissionRule; verdict: Verdict }[] } {
  const winner = ruleFor(rules, subject)
  const all = rules.some(({ id }) => id === FIRST_RULE.id) ? [...rules] : [...rules, FIRST_RULE]
  const considered = all
    .sort(compareRules)
    .map((rule) => ({ rule, verdict: rule.id === winner.id ? ('wins' as const) : (mismatch(rule, subject) ?? lossTo(winner, rule)) }))
  return { winner, considered }
}

/** Why a rule does not apply at all; null: it does. */
function mismatch(rule: CommissionRule, subject: RuleSubject): Verdict | null {
  if (rule.startsAtMs > subject.atMs) return 'not_started'
  if (rule.endsAtMs !== null && rule.endsAtMs <= subject.atMs) return 'ended'
  if (rule.productId !== null && rule.productId !== subject.productId) return 'other_product'
  if (rule.vendorId !== null && rule.vendorId !== subject.vendorId) return 'other_vendor'
  if (rule.categoryId !== null && !(rule.categoryPath !== null && subject.categoryPath?.startsWith(rule.categoryPath)))
    return 'other_category'
  if (rule.planId !== null && rule.planId !== subject.planId) return 'other_plan'
  if (rule.country !== null && rule.country !== subject.country) return 'other_country'
  if (rule.currency !== null && rule.currency !== subject.currency) return 'other_currency'
  return null
}

const lossTo = (winner: CommissionRule, rule: CommissionRule): Verdict =>
  compareNumbers(specificityOf(winner), specificityOf(rule)) !== 0
    ? 'less_specific'
    : winner.priority !== rule.priority
      ? 'lower_priority'
      : 'older'

/** What a rule is narrowed by, from what counts most to what counts least. */
export function specificityOf(rule: Omit<RuleScope, 'categoryId'> & Pick<CommissionRule, 'categoryId' | 'endsAtMs'>): number[] {
  return [
    Number(rule.productId !== null),
    Number(rule.vendorId !== null),
    rule.categoryId === null ? 0 : Math.max(1, (rule.categoryPath ?? '').split('/').filter(Boolean).length),
    Number(rule.planId !== null),
    Number(rule.country !== null),
    Number(rule.currency !== null),
    Number(rule.endsAtMs !== null),
  ]
}

/** Negative if the first goes before the second: narrower, then of higher priority, then newer. */
export function compareRules(a: CommissionRule, b: CommissionRule): number {
  return (
    compareNumbers(specificityOf(b), specificityOf(a)) ||
    b.priority - a.priority ||
    b.startsAtMs - a.startsAtMs ||
    // Two from the same instant: the one made later, whose id sorts later, replaces the other.
    (a.id === b.id ? 0 : a.id > b.id ? -1 : 1)
  )
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
