import { and, desc, eq, lte, sql } from 'drizzle-orm'
import { commissionInvoice } from '#db/platform/schema/settlement.ts'
import { vendor } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { InvoiceRow } from './statements.ts'

/** The most invoices a credit note names. */
const REFERS_MAX = 12

/** Numbers of the last invoices of a vendor and currency up to a month, the newest first: what a credit note may be about. */
export async function listInvoiceNumbers(db: PlatformDb, of: { vendorId: Id<'vendor'>; currency: Currency; period: string }) {
  return db
    .select({ year: commissionInvoice.year, number: commissionInvoice.number })
    .from(commissionInvoice)
    .where(
      and(
        eq(commissionInvoice.vendorId, of.vendorId),
        eq(commissionInvoice.currency, of.currency),
        eq(commissionInvoice.kind, 'invoice'),
        lte(commissionInvoice.period, of.period),
      ),
    )
    .orderBy(desc(commissionInvoice.period))
    .limit(REFERS_MAX)
}

export type InvoiceFilter = { vendorId?: Id<'vendor'> | undefined; period?: string | undefined; before?: number | undefined; limit: number }
export type ListedInvoice = InvoiceRow & { vendorName: string; position: number }

/** Invoices and credit notes, the last issued first. `position` is the cursor of the next page. */
export async function listInvoices(db: PlatformDb, filter: InvoiceFilter): Promise<ListedInvoice[]> {
  const position = sql<number>`${commissionInvoice}.rowid`
  const rows = await db
    .select({ invoice: commissionInvoice, vendorName: vendor.name, position })
    .from(commissionInvoice)
    .innerJoin(vendor, eq(vendor.id, commissionInvoice.vendorId))
    .where(
      and(
        filter.vendorId === undefined ? undefined : eq(commissionInvoice.vendorId, filter.vendorId),
        filter.period === undefined ? undefined : eq(commissionInvoice.period, filter.period),
        filter.before === undefined ? undefined : sql`${position} < ${filter.before}`,
      ),
    )
    .orderBy(desc(position))
    .limit(filter.limit)
  return rows.map(({ invoice, ...rest }) => ({ ...invoice, ...rest }))
}

/** An invoice; of one vendor only, if one is named. */
export async function findInvoice(db: PlatformDb, id: Id<'invoice'>, vendorId?: Id<'vendor'>): Promise<InvoiceRow | undefined> {
  const rows = await db
    .select()
    .from(commissionInvoice)
    .where(and(eq(commissionInvoice.id, id), vendorId === undefined ? undefined : eq(commissionInvoice.vendorId, vendorId)))
  return rows[0]
}
