import { listTaxRates, storeTaxRate, type TaxRateRow, taxedCountries } from '#db/platform/queries/markets.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { auditOf } from '#worker/pure/audit.ts'
import type { Currency } from '#worker/pure/money.ts'
import { Problem } from '#worker/pure/problem.ts'
import { UniqueViolation } from '#worker/pure/storage-refusal.ts'
import { ratesInForce, taxOn, taxRateOf } from '#worker/pure/tax.ts'
import { MINUTE_MS, toRfc3339 } from '#worker/pure/time.ts'

export type TaxRateInput = Pick<TaxRateRow, 'country' | 'region' | 'taxClass' | 'rateBps' | 'isInclusive'> & {
  /** UTC epoch ms, now by default. */
  startsAtMs?: number | undefined
  reason: string
}

/** 409: a rate never starts in the past: what was sold then keeps the tax it was sold with. */
export class TaxStartsInPast extends Problem {
  constructor() {
    super('tax_starts_in_past', 409, 'A rate starts now or later.')
  }
}

/** 409: one place and class has one rate from an instant on. */
export class TaxRateThere extends Problem {
  constructor() {
    super('tax_rate_there', 409, 'A rate of this place and class starts at that very instant.')
  }
}

/** The rates of a country with what is in force now, and the countries that have any. */
export async function readTaxRates(ctx: Pick<Ctx, 'platform' | 'now'>, country: string) {
  const [rates, countries] = await Promise.all([listTaxRates(ctx.platform, country), taxedCountries(ctx.platform)])
  const inForce = new Set(ratesInForce(rates, ctx.now()))
  return {
    countries,
    items: rates.map((rate) => ({
      id: rate.id,
      country: rate.country,
      region: rate.region,
      taxClass: rate.taxClass,
      rateBps: rate.rateBps,
      isInclusive: rate.isInclusive,
      startsAt: toRfc3339(rate.startsAtMs),
      isInForce: inForce.has(rate),
    })),
  }
}

/**
 * Sets the tax of a place and class from an instant on. Rates are only added: orders that were placed keep the tax they were
 * placed with. Audited with the rate it takes the place of.
 * @throws TaxStartsInPast 409; TaxRateThere 409
 */
export async function setTaxRate(ctx: Ctx, { startsAtMs, reason, ...input }: TaxRateInput) {
  const nowMs = ctx.now()
  const from = startsAtMs ?? nowMs
  if (from < nowMs - MINUTE_MS) throw new TaxStartsInPast()
  const row: TaxRateRow = { ...input, id: ctx.newId('taxRate'), startsAtMs: from }
  const same = ratesInForce(await listTaxRates(ctx.platform, input.country), from).find(
    ({ region, taxClass }) => region === input.region && taxClass === input.taxClass,
  )
  const shown = (rate: TaxRateRow) => ({ rateBps: rate.rateBps, isInclusive: rate.isInclusive, startsAt: toRfc3339(rate.startsAtMs) })
  const audit = auditOf(ctx, {
    action: 'tax_rate.set',
    subjectId: `${input.country}/${input.region}/${input.taxClass}`,
    detail: { reason },
    before: same ? shown(same) : null,
    after: shown(row),
  })
  try {
    await storeTaxRate(ctx.platform, row, audit)
  } catch (error) {
    if (error instanceof UniqueViolation) throw new TaxRateThere()
    throw error
  }
  return readTaxRates(ctx, input.country)
}

export type TaxQuestion = {
  country: string
  region: string | undefined
  taxClass: string
  priceMinor: number
  currency: Currency
  atMs?: number | undefined
}

/** What a buyer somewhere would pay for goods of a class, now or at an instant. */
export async function previewTax(ctx: Pick<Ctx, 'platform' | 'now'>, question: TaxQuestion) {
  const { country, region, taxClass, priceMinor, currency } = question
  const rates = ratesInForce(await listTaxRates(ctx.platform, country), question.atMs ?? ctx.now())
  const tax = taxRateOf(rates, { country, region }, taxClass)
  const { taxMinor, addedMinor } = taxOn(priceMinor, currency, tax)
  return { ...tax, priceMinor, taxMinor, totalMinor: priceMinor + addedMinor, currency }
}
