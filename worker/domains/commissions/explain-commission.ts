import { readSeller } from '#db/platform/queries/commissions/rules.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { chargesOf, termsOf } from '#worker/pure/commission.ts'
import { type CommissionRule, explainRule } from '#worker/pure/commission-rule.ts'
import type { Id } from '#worker/pure/ids.ts'
import { type Currency, exponentOf, type Money, sumMinor } from '#worker/pure/money.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { monthOf } from '#worker/pure/time.ts'
import { inOrder, statusOf, viewRule } from './rule.ts'

/** A sale that nobody made, to see what would be charged. Prices without tax, in minor units. */
export type SampleSale = {
  vendorId: Id<'vendor'>
  productId?: Id<'product'> | undefined
  categoryId?: Id<'category'> | undefined
  /** Where the goods go, and what is paid in; the vendor's own by default. */
  country?: string | undefined
  currency?: Currency | undefined
  unitPriceMinor?: number | undefined
  quantity?: number | undefined
  shippingMinor?: number | undefined
  atMs?: number | undefined
}

/**
 * What the platform would keep of a sale, and why: of the goods and of the delivery the rule that decides, every other
 * one and why it lost, and the charges with what held them. One round trip, reads only.
 * @throws NotFound 404 (vendor, product, category)
 */
export async function explainCommission(ctx: Pick<Ctx, 'platform' | 'now'>, sale: SampleSale) {
  const atMs = sale.atMs ?? ctx.now()
  const seller = await readSeller(ctx.platform, { ...sale, atMs })
  return explain(seller, sale, atMs, ctx.now())
}

type Seller = Awaited<ReturnType<typeof readSeller>>

function explain({ rules, terms: facts, vendor, product, category }: Seller, sale: SampleSale, atMs: number, nowMs: number) {
  if (!vendor) throw new NotFound('vendor')
  if (sale.productId !== undefined && product?.vendorId !== vendor.id) throw new NotFound('product')
  if (sale.categoryId !== undefined && !category) throw new NotFound('category')
  const currency = sale.currency ?? vendor.currency
  const terms = termsOf(facts, vendor.id, { currency, country: sale.country ?? vendor.country, atMs })
  const { quantity = 1, shippingMinor = 0, unitPriceMinor = 100 * 10 ** exponentOf(currency) } = sale
  const money = (amountMinor: number): Money => ({ amountMinor, currency })
  const part = (kind: 'goods' | 'delivery', baseMinor: number, of: { productId: Id<'product'> | null; categoryPath: string | null }) => {
    const { planId, country } = terms
    const { winner, considered } = explainRule(rules, { vendorId: vendor.id, planId, country, currency, atMs, ...of })
    const charges = chargesOf({ kind, baseMinor, quantity: kind === 'goods' ? quantity : 1, currency }, winner, terms)
    return {
      base: money(baseMinor),
      rule: viewRule(winner, nowMs),
      charges: charges.map(({ component, rateBps, fixedMinor, amountMinor, taxMinor, heldBy }) => ({
        component,
        rateBps,
        fixed: money(fixedMinor),
        amount: money(amountMinor),
        tax: money(taxMinor),
        heldBy,
      })),
      considered: considered.map(({ rule, verdict }) => ({ ...viewRule(rule, nowMs), verdict })),
    }
  }
  const goods = part('goods', quantity * unitPriceMinor, {
    productId: sale.productId ?? null,
    categoryPath: product?.categoryPath ?? category?.path ?? null,
  })
  const delivery = part('delivery', shippingMinor, { productId: null, categoryPath: null })
  const charges = [...goods.charges, ...delivery.charges]
  const commissionMinor = sumMinor(charges.map(({ amount }) => amount.amountMinor))
  const taxMinor = sumMinor(charges.map(({ tax }) => tax.amountMinor))
  return {
    country: terms.country,
    planId: terms.planId,
    taxRateBps: terms.taxRateBps,
    volume: money(terms.volumeMinor),
    goods,
    delivery,
    commission: money(commissionMinor),
    commissionTax: money(taxMinor),
    earns: money(quantity * unitPriceMinor + shippingMinor - commissionMinor - taxMinor),
  }
}

/**
 * What a vendor pays and why: the rules that may decide a sale of its, now or later, and a sample sale. It learns nothing of
 * rules that are for others. One round trip, reads only.
 */
export async function readVendorCommission(ctx: Pick<Ctx, 'platform' | 'now'>, sale: SampleSale) {
  const nowMs = ctx.now()
  const seller = await readSeller(ctx.platform, { ...sale, atMs: nowMs })
  const planId = seller.terms[0]?.planId ?? null
  const isMine = (rule: CommissionRule) =>
    (rule.vendorId === null || rule.vendorId === sale.vendorId) &&
    (rule.planId === null || rule.planId === planId) &&
    // A product is somebody's: a rule of one that is not ours is none of ours.
    (rule.productId === null || rule.vendorId === sale.vendorId || seller.ruledProductIds.has(rule.productId))
  const rules = seller.rules.filter(isMine)
  const sample = explain({ ...seller, rules }, sale, nowMs, nowMs)
  return {
    ...sample,
    rules: rules
      .filter((rule) => statusOf(rule, nowMs) !== 'ended')
      .sort(inOrder(nowMs))
      .map((rule) => viewRule(rule, nowMs)),
    month: monthOf(nowMs),
    volumes: seller.volumes
      .filter(({ month }) => month === monthOf(nowMs))
      .map(({ currency, goodsMinor, orders }) => ({ sold: { amountMinor: goodsMinor, currency }, orders })),
  }
}
