import { listMarkets, type MarketRow, storeMarket } from '#db/platform/queries/markets.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { readSetting } from '#worker/domains/settings/read-setting.ts'
import { auditOf } from '#worker/pure/audit.ts'
import { CURRENCIES, exponentOf } from '#worker/pure/money.ts'
import { ChangedMeanwhile, Problem } from '#worker/pure/problem.ts'
import { PreconditionFailed } from '#worker/pure/storage-refusal.ts'

export type MarketInput = Pick<MarketRow, 'name' | 'currency' | 'language' | 'taxDisplay' | 'isOpen'> & {
  countries: string[]
  version: number
  reason: string
}

/** 409: a country belongs to one market, so that a buyer's is never a matter of chance. */
export class CountryTaken extends Problem {
  constructor(country: string, name: string) {
    super('country_taken', 409, `${country} belongs to the market ${name}.`, { extensions: { country } })
  }
}

/** Every market, and every currency with its decimals and whether new stores may trade in it. */
export async function readMarkets(ctx: Ctx) {
  const [markets, offered] = await Promise.all([listMarkets(ctx.platform), readSetting(ctx, 'currencies')])
  return {
    markets: markets.map(show),
    currencies: CURRENCIES.map((currency) => ({ currency, decimals: exponentOf(currency), isOffered: offered.includes(currency) })),
  }
}

/** The open markets, for whoever asks: where the marketplace sells, and in what money. */
export async function readOpenMarkets(ctx: Pick<Ctx, 'platform'>) {
  return (await listMarkets(ctx.platform))
    .filter(({ isOpen }) => isOpen)
    .map(({ key, name, countries, currency, language, taxDisplay }) => ({
      key,
      name,
      countries: [...countries],
      currency,
      language,
      taxDisplay,
    }))
}

const show = ({ key, name, countries, currency, language, taxDisplay, isOpen, version }: MarketRow) => ({
  key,
  name,
  countries: [...countries],
  currency,
  language,
  taxDisplay,
  isOpen,
  version,
})

/**
 * Adds a market or changes one. Audited with before and after.
 * @throws CountryTaken 409; ChangedMeanwhile 412 if `version` is not the newest (0 = it is new)
 */
export async function changeMarket(ctx: Ctx, key: string, { version, reason, ...input }: MarketInput) {
  const markets = await listMarkets(ctx.platform)
  const before = markets.find((market) => market.key === key)
  if ((before?.version ?? 0) !== version) throw new ChangedMeanwhile('market')
  const countries = [...new Set(input.countries)].sort()
  for (const other of markets) {
    const shared = other.key === key ? undefined : countries.find((country) => other.countries.includes(country))
    if (shared) throw new CountryTaken(shared, other.name)
  }
  const row: MarketRow = { ...input, key, countries, updatedAtMs: ctx.now(), version: version + 1 }
  const audit = auditOf(ctx, {
    action: 'market.change',
    subjectId: key,
    detail: { reason },
    before: before ? show(before) : null,
    after: show(row),
  })
  try {
    await storeMarket(ctx.platform, row, version, audit)
  } catch (error) {
    if (error instanceof PreconditionFailed) throw new ChangedMeanwhile('market')
    throw error
  }
  return show(row)
}
