import { findInvoice, type InvoiceFilter, listInvoices } from '#db/platform/queries/settlement/invoices.ts'
import type { InvoiceRow } from '#db/platform/queries/settlement/statements.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound } from '#worker/pure/problem.ts'
import { showInvoice } from './print-invoice.ts'

/** A page of invoices and credit notes, the last issued first. */
export async function readInvoices(ctx: Pick<Ctx, 'platform'>, filter: InvoiceFilter) {
  const rows = await listInvoices(ctx.platform, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return {
    items: page.map(({ position: _position, vendorName, ...row }) => ({ ...showInvoice(row), vendorName })),
    nextCursor: rows.length > filter.limit && last ? String(last.position) : null,
  }
}

/** @throws NotFound 404, also for another vendor's */
export async function readInvoice(ctx: Pick<Ctx, 'platform'>, id: Id<'invoice'>, vendorId?: Id<'vendor'>): Promise<InvoiceRow> {
  const row = await findInvoice(ctx.platform, id, vendorId)
  if (!row) throw new NotFound('invoice')
  return row
}
