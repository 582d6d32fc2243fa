import { countRefunds, type ListedRefund, listRefunds, type RefundSearch } from '#db/platform/queries/payments/list-refunds.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { CSV_MARK, csvLine } from '#worker/pure/csv.ts'
import type { SheetCell } from '#worker/pure/document.ts'
import type { Id } from '#worker/pure/ids.ts'
import { toRfc3339 } from '#worker/pure/time.ts'

/** Refunds of all orders, the last decided first, and how many wait for somebody. */
export async function readAllRefunds(
  ctx: Pick<Ctx, 'platform'>,
  search: RefundSearch,
  { cursor, limit }: { cursor?: Id<'refund'> | undefined; limit: number },
) {
  const [rows, counts] = await Promise.all([
    listRefunds(ctx.platform, search, { before: cursor, limit: limit + 1 }),
    countRefunds(ctx.platform),
  ])
  const items = rows.slice(0, limit)
  return { items: items.map(show), counts, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

function show({ createdAtMs, settledAtMs, ...row }: ListedRefund) {
  const { amountMinor, vendorMinor, platformMinor, commissionMinor, commissionTaxMinor, taxMinor, promotionMinor, ...rest } = row
  const shares = { amountMinor, vendorMinor, platformMinor, commissionMinor, commissionTaxMinor, taxMinor, promotionMinor }
  return {
    ...rest,
    amountMinor,
    shares,
    createdAt: toRfc3339(createdAtMs),
    settledAt: settledAtMs === null ? null : toRfc3339(settledAtMs),
  }
}

const money = (title: string, of: (row: ListedRefund) => number): [string, (row: ListedRefund) => SheetCell] => [
  title,
  (row) => ({ amountMinor: of(row), currency: row.currency }),
]
const COLUMNS: readonly [title: string, cell: (row: ListedRefund) => SheetCell][] = [
  ['Decided', ({ createdAtMs }) => ({ atMs: createdAtMs })],
  ['Settled', ({ settledAtMs }) => (settledAtMs === null ? null : { atMs: settledAtMs })],
  ['Status', ({ status }) => status],
  ['Order', ({ orderNumber }) => orderNumber],
  ['Vendor', ({ vendorName }) => vendorName],
  ['Currency', ({ currency }) => currency],
  money('Amount', ({ amountMinor }) => amountMinor),
  ['Borne by', ({ bearer }) => bearer],
  money('Vendor gave', ({ vendorMinor }) => vendorMinor),
  money('Marketplace gave', ({ platformMinor }) => platformMinor),
  money('Commission given back', ({ commissionMinor }) => commissionMinor),
  money('Tax on commission given back', ({ commissionTaxMinor }) => commissionTaxMinor),
  money('Sales tax given back', ({ taxMinor }) => taxMinor),
  money('Discount taken back', ({ promotionMinor }) => promotionMinor),
  ['Reason', ({ reason }) => reason],
  ['Note', ({ note }) => note],
  ['Asked for by', ({ requestedBy, requestedByName }) => requestedByName ?? requestedBy],
  ['Failure', ({ failure }) => failure],
  ['Refund', ({ id }) => id],
  ['Order id', ({ orderId }) => orderId],
]
const AT_ONCE = 500

/** The same as CSV, written while it is read, however many there are. */
export function refundsCsv(ctx: Pick<Ctx, 'platform'>, search: RefundSearch): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let before: Id<'refund'> | undefined
  return new ReadableStream({
    async pull(controller) {
      const rows = await listRefunds(ctx.platform, search, { before, limit: AT_ONCE })
      const head = before === undefined ? CSV_MARK + csvLine(COLUMNS.map(([title]) => title)) : ''
      const text = head + rows.map((row) => csvLine(COLUMNS.map(([, cell]) => cell(row)))).join('')
      if (text !== '') controller.enqueue(encoder.encode(text))
      before = rows.at(-1)?.id
      if (rows.length < AT_ONCE) controller.close()
    },
  })
}
