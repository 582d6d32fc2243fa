import { z } from '@hono/zod-openapi'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { FIGURES } from '#worker/pure/statement.ts'

export const currency = z.enum(CURRENCIES)
export const idOf = <K extends IdKind>(kind: K, example: string) =>
  z.custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `An id of a ${kind}.`).openapi({ type: 'string', example })
export const vendorId = idOf('vendor', 'ven_01JD0000000000000000000000')
export const StatementParam = z.object({ statementId: idOf('statement', 'sst_01JD0000000000000000000000') })
export const PayoutParam = z.object({ payoutId: idOf('payout', 'pyt_01JD0000000000000000000000') })
export const InvoiceParam = z.object({ invoiceId: idOf('invoice', 'inv_01JD0000000000000000000000') })
export const FormatParam = z.object({ format: z.enum(['pdf', 'csv']).openapi({ example: 'pdf' }) })
export const period = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'A month, `2026-10`.')
  .openapi({ example: '2026-10' })
export const year = z.coerce.number().int().min(2020).max(2100).openapi({ example: 2026 })
export const paging = { cursor: z.coerce.number().int().positive().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }
export const movesQuery = z.strictObject({
  figure: z.enum(FIGURES).optional(),
  cursor: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const Binary = z.string().openapi({ type: 'string', format: 'binary' })
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })

const Part = z.object({ name: z.string(), amountMinor: z.number().int() }).openapi('StatementPart')
const Figure = z
  .object({
    figure: z.enum(FIGURES),
    amountMinor: z.number().int().openapi({ description: 'In - out: what it moved the balance by.' }),
    inMinor: z.number().int(),
    outMinor: z.number().int(),
    transfers: z.number().int(),
    firstPosition: z.number().int(),
    lastPosition: z.number().int(),
    parts: z.array(Part),
  })
  .openapi('StatementFigure')

export const Statement = z
  .object({
    kind: z.enum(['closed', 'open', 'payout']),
    id: z.string().nullable(),
    vendorId,
    currency,
    number: z.number().int().nullable(),
    period: z.string(),
    from: z.string(),
    to: z.string(),
    openingMinor: z.number().int().openapi({ description: 'Pending, available and held, less debt.' }),
    closingMinor: z.number().int(),
    netMinor: z.number().int(),
    afterPosition: z.number().int().openapi({ description: 'The ledger position after which it begins.' }),
    throughPosition: z.number().int(),
    closedAt: z.string().nullable(),
    figures: z.array(Figure),
  })
  .openapi('SettlementStatement')
export const ListedStatement = Statement.extend({ vendorName: z.string() }).openapi('ListedStatement')

export const Move = z
  .object({
    position: z.number().int(),
    id: z.string(),
    code: z.string(),
    causeId: z.string(),
    currency,
    amountMinor: z.number().int(),
    at: z.string(),
  })
  .openapi('StatementMove')

const PartyShape = z
  .object({ name: z.string(), lines: z.array(z.string()), country: z.string(), registration: z.string() })
  .openapi('InvoiceParty')
export const Invoice = z
  .object({
    id: z.string(),
    kind: z.enum(['invoice', 'credit_note']),
    number: z.string(),
    vendorId,
    vendorName: z.string(),
    currency,
    period: z.string(),
    statementId: z.string(),
    lines: z.array(
      z
        .object({ component: z.string(), taxRateBps: z.number().int(), netMinor: z.number().int(), taxMinor: z.number().int() })
        .openapi('InvoiceLine'),
    ),
    netMinor: z.number().int(),
    taxMinor: z.number().int(),
    totalMinor: z.number().int(),
    isReverseCharge: z.boolean(),
    issuer: PartyShape,
    recipient: PartyShape,
    refersTo: z.array(z.string()),
    issuedAt: z.string(),
  })
  .openapi('CommissionInvoice')

export const TaxQuarter = z
  .object({
    currency,
    quarter: z.number().int(),
    grossMinor: z.number().int(),
    refundedMinor: z.number().int(),
    feesMinor: z.number().int(),
    taxMinor: z.number().int(),
    paidOutMinor: z.number().int(),
    transactions: z.number().int(),
  })
  .openapi('TaxQuarter')
