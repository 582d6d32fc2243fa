import { sql } from 'drizzle-orm'
import { ledgerTransfer } from '#db/platform/schema/money.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

export type TaxMonth = { currency: Currency; month: string; code: string; inMinor: number; outMinor: number; transfers: number }

/** What moved a vendor's money in a year, by month, currency and transfer code. Minor units. */
export async function readTaxYear(db: PlatformDb, vendorId: Id<'vendor'>, year: number): Promise<TaxMonth[]> {
  const [fromMs, toMs] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)]
  const [low, high] = [`${vendorId}/`, `${vendorId}0`]
  return db.all<TaxMonth>(sql`
    select currency, strftime('%Y-%m', at_ms / 1000, 'unixepoch') as month, code, sum(into_minor) as inMinor, sum(out_minor) as outMinor,
      count(distinct position) as transfers
    from (
      select position, currency, at_ms, code, amount_minor as into_minor, 0 as out_minor from ${ledgerTransfer}
      where credit_account_id >= ${low} and credit_account_id < ${high} and at_ms >= ${fromMs} and at_ms < ${toMs} and phase in ('posted', 'post')
      union all
      select position, currency, at_ms, code, 0, amount_minor from ${ledgerTransfer}
      where debit_account_id >= ${low} and debit_account_id < ${high} and at_ms >= ${fromMs} and at_ms < ${toMs} and phase in ('posted', 'post')
    ) group by currency, month, code order by currency, month, code`)
}
