import { afterEach, beforeEach, expect, test } from 'vitest'
import { taxRatesOf } from '#db/platform/queries/checkout.ts'
import { auditEvent } from '#db/platform/schema/identity.ts'
import { taxRate } from '#db/platform/schema/tenancy.ts'
import { type Bank, openBank } from '#tests/support/bank.ts'
import { changeMarket, readMarkets, readOpenMarkets } from '#worker/domains/markets/change-market.ts'
import { previewTax, readTaxRates, setTaxRate } from '#worker/domains/markets/set-tax-rate.ts'
import { changeSetting } from '#worker/domains/settings/change-setting.ts'
import { taxRateOf } from '#worker/pure/tax.ts'
import { DAY_MS } from '#worker/pure/time.ts'

let bank: Bank
beforeEach(async () => {
  bank = await openBank()
})
afterEach(() => bank.close())

test('a tax rate holds from its day on; until then, and for a place without one, the rate before does', async () => {
  const ctx = bank.ctx()
  const rate = { country: 'DE', region: '*', taxClass: 'standard', isInclusive: true, reason: 'As the law says' }
  await setTaxRate(ctx, { ...rate, rateBps: 1900 })
  await setTaxRate(ctx, { ...rate, rateBps: 1600, startsAtMs: bank.state.nowMs + DAY_MS })
  const at = async (atMs: number) => taxRateOf(await taxRatesOf(bank.platform, 'DE', atMs), { country: 'DE' }, 'standard').rateBps
  expect([await at(bank.state.nowMs), await at(bank.state.nowMs + DAY_MS - 1), await at(bank.state.nowMs + DAY_MS)]).toEqual([1900, 1900, 1600])
  const example = { country: 'DE', region: undefined, taxClass: 'standard', priceMinor: 11_900, currency: 'EUR' as const }
  expect(await previewTax(ctx, example)).toEqual({ rateBps: 1900, isInclusive: true, priceMinor: 11_900, taxMinor: 1900, totalMinor: 11_900, currency: 'EUR' })
  expect((await previewTax(ctx, { ...example, atMs: bank.state.nowMs + DAY_MS })).taxMinor).toBe(1641)
  expect((await readTaxRates(ctx, 'DE')).items.map(({ rateBps, isInForce }) => [rateBps, isInForce])).toEqual([[1600, false], [1900, true]])
  await expect(setTaxRate(ctx, { ...rate, rateBps: 0, startsAtMs: bank.state.nowMs - DAY_MS })).rejects.toMatchObject({ status: 409, code: 'tax_starts_in_past' })
  await expect(setTaxRate(ctx, { ...rate, rateBps: 0, startsAtMs: bank.state.nowMs + DAY_MS })).rejects.toMatchObject({ code: 'tax_rate_there' })
  expect(await bank.platform.select().from(taxRate)).toHaveLength(2)
  const [, second] = await bank.platform.select().from(auditEvent).orderBy(auditEvent.position)
  expect(second).toMatchObject({ action: 'tax_rate.set', subjectId: 'DE/*/standard', before: { rateBps: 1900 }, after: { rateBps: 1600 } })
}) // biome-ignore format: figures in line

test('a market is changed by whoever read it last, a country is in one market, and a closed one is not shown', async () => {
  const ctx = bank.ctx()
  const us = { name: 'United States', countries: ['US', 'PR'], currency: 'USD' as const, language: 'en', taxDisplay: 'exclusive' as const, isOpen: true }
  expect(await changeMarket(ctx, 'us', { ...us, version: 1, reason: 'Puerto Rico' })).toMatchObject({ countries: ['PR', 'US'], version: 2 })
  await expect(changeMarket(ctx, 'us', { ...us, version: 1, reason: 'Again' })).rejects.toMatchObject({ status: 412 })
  await expect(changeMarket(ctx, 'north', { ...us, countries: ['CA'], version: 0, reason: 'New' })).rejects.toMatchObject({ code: 'country_taken', extensions: { country: 'CA' } })
  await changeMarket(ctx, 'us', { ...us, isOpen: false, version: 2, reason: 'Customs' })
  expect((await readOpenMarkets(ctx)).map(({ key }) => key)).toEqual(['ca', 'eu', 'jp', 'gb'])
  await changeSetting(ctx, 'currencies', { value: ['USD', 'JPY', 'KWD'], reason: 'Fewer', version: 0 })
  expect((await readMarkets(ctx)).currencies.filter(({ isOffered }) => isOffered)).toEqual([
    { currency: 'JPY', decimals: 0, isOffered: true },
    { currency: 'KWD', decimals: 3, isOffered: true },
    { currency: 'USD', decimals: 2, isOffered: true },
  ])
}) // biome-ignore format: figures in line
