import { sql } from 'drizzle-orm'
import { ledgerAccount, ledgerTransfer, payout } from '#db/platform/schema/money.ts'
import { payoutReversal } from '#db/platform/schema/payouts.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'

/** A debt, and a payout of the same vendor and currency that some of it could be fetched back from. Minor units. */
export type Recoverable = {
  payoutId: Id<'payout'>
  vendorId: Id<'vendor'>
  currency: Currency
  debtMinor: number
  /** All that ever became debt on this account: grows whenever there is more to fetch. */
  incurredMinor: number
  /** What of the payout nobody has fetched back. */
  leftMinor: number
}

/**
 * What debts can be fetched back from: of each debtor the last paid payout that has something left and did not refuse since the
 * debt last grew. None while something is being fetched already. In any order, so that some that can never be asked for (less than the provider
 * takes) do not keep the others waiting. One round trip.
 * @param sinceMs payouts settled before this are left alone
 */
export async function listRecoverable(db: PlatformDb, sinceMs: number, limit: number): Promise<Recoverable[]> {
  return db.all<Recoverable>(sql`
    select payoutId, vendorId, currency, debtMinor, incurredMinor, leftMinor from (
      select p.id as payoutId, d.owner as vendorId, d.currency, d.debits_minor - d.credits_minor as debtMinor, d.debits_minor as incurredMinor,
        p.amount_minor - coalesce((select sum(r.amount_minor) from ${payoutReversal} r where r.payout_id = p.id and r.status = 'done'), 0) as leftMinor,
        row_number() over (partition by d.id order by p.updated_at_ms desc, p.id desc) as place
      from ${ledgerAccount} d join ${payout} p on p.vendor_id = d.owner and p.currency = d.currency
      where d.purpose = 'debt' and d.debits_minor > d.credits_minor and p.status = 'paid' and p.updated_at_ms >= ${sinceMs}
        and p.amount_minor > coalesce((select sum(r.amount_minor) from ${payoutReversal} r where r.payout_id = p.id and r.status = 'done'), 0)
        and not exists (select 1 from ${payoutReversal} r where r.payout_id = p.id and r.status = 'failed'
          and r.created_at_ms >= (select max(t.at_ms) from ${ledgerTransfer} t where t.debit_account_id = d.id))
        and not exists (select 1 from ${payoutReversal} r join ${payout} q on q.id = r.payout_id
          where q.vendor_id = d.owner and q.currency = d.currency and r.status = 'pending')
    ) where place = 1 order by random() limit ${limit}`)
}
