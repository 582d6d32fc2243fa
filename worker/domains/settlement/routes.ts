import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { download } from '#worker/edge/download.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { adminSettlementRoutes } from './admin/routes.ts'
import { readTaxQuarters, vendorTaxCsv } from './export-taxes.ts'
import { printInvoice } from './print-invoice.ts'
import { printStatement, statementCsv, statementFile } from './print-statement.ts'
import { readInvoice, readInvoices } from './read-invoices.ts'
import { readMoves, readOpenStatements, readPayoutStatement, readStatement, readStatements } from './read-statements.ts'
import {
  Binary, currency, FormatParam, Invoice, InvoiceParam, ListedStatement, Move, movesQuery, PayoutParam, pageOf, paging, period, Statement, StatementParam, TaxQuarter, year,
} from './schemas.ts' // biome-ignore format: a list
import { type AnyStatement, showStatement } from './statement.ts'

const permission = 'finance:read'
const gone = { not_found: [404, 'There is no such statement.'] } as const
const file = { description: 'A file.', content: { 'application/pdf': { schema: Binary } } } as const

/** A statement as a file. */
export async function statementDownload(ctx: Ctx, statement: AnyStatement, format: 'pdf' | 'csv'): Promise<Response> {
  return download(format === 'pdf' ? await printStatement(ctx, statement) : statementCsv(statement), statementFile(statement, format))
}

const vendorSettlementRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/statements',
      operationId: 'listStatements',
      summary: 'Closed statements of the store, the last closed first',
      tags: ['settlement'],
      permission,
      request: { query: z.strictObject({ currency: currency.optional(), period: period.optional(), ...paging }) },
      responses: { 200: json(pageOf(ListedStatement), 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readStatements(c.var.ctx, { ...filter, before, vendorId: vendorOf(c.var.ctx) }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/open-statements',
      operationId: 'readOpenStatements',
      summary: 'What moved the store’s money since its last closed statements, per currency, as of now',
      tags: ['settlement'],
      permission,
      responses: { 200: json(z.object({ items: z.array(Statement) }), 'One per currency.') },
    }),
    async (c) => c.json({ items: (await readOpenStatements(c.var.ctx, vendorOf(c.var.ctx))).map(showStatement) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/statements/{statementId}',
      operationId: 'readStatement',
      summary: 'A closed statement of the store',
      tags: ['settlement'],
      permission,
      request: { params: StatementParam },
      responses: { 200: json(Statement, 'As it was closed.') },
      problems: gone,
    }),
    async (c) => c.json(showStatement(await readStatement(c.var.ctx, c.req.valid('param').statementId, vendorOf(c.var.ctx))), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/statements/{statementId}/transfers',
      operationId: 'listStatementTransfers',
      summary: 'The ledger’s transfers behind a figure of a statement, the first stored first',
      tags: ['settlement'],
      permission,
      request: { params: StatementParam, query: movesQuery },
      responses: { 200: json(pageOf(Move), 'One page; their amounts sum to the figure.') },
      problems: gone,
    }),
    async (c) => {
      const { figure, cursor: after, limit } = c.req.valid('query')
      const statement = await readStatement(c.var.ctx, c.req.valid('param').statementId, vendorOf(c.var.ctx))
      return c.json(await readMoves(c.var.ctx, statement, { figure, after, limit }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/statements/{statementId}/{format}',
      operationId: 'downloadStatement',
      summary: 'A closed statement of the store as a file',
      tags: ['settlement'],
      permission,
      request: { params: StatementParam.extend(FormatParam.shape) },
      responses: { 200: file },
      problems: gone,
    }),
    async (c) => {
      const { statementId, format } = c.req.valid('param')
      return (await statementDownload(c.var.ctx, await readStatement(c.var.ctx, statementId, vendorOf(c.var.ctx)), format)) as never
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/payouts/{payoutId}/statement',
      operationId: 'readPayoutStatement',
      summary: 'What led to a payout: everything since the payout before it',
      tags: ['settlement'],
      permission,
      request: { params: PayoutParam },
      responses: { 200: json(Statement, 'The payout is its last transfer.') },
      problems: {
        not_found: [404, 'There is no such payout.'],
        payout_not_paid: [409, 'This payout has not been paid: there is no statement of it yet.'],
      },
    }),
    async (c) => c.json(showStatement(await readPayoutStatement(c.var.ctx, c.req.valid('param').payoutId, vendorOf(c.var.ctx))), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/invoices',
      operationId: 'listInvoices',
      summary: 'Invoices and credit notes for the commission of the store, the last issued first',
      tags: ['settlement'],
      permission,
      request: { query: z.strictObject({ period: period.optional(), ...paging }) },
      responses: { 200: json(pageOf(Invoice), 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readInvoices(c.var.ctx, { ...filter, before, vendorId: vendorOf(c.var.ctx) }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/invoices/{invoiceId}/pdf',
      operationId: 'downloadInvoice',
      summary: 'An invoice or credit note as a PDF file',
      tags: ['settlement'],
      permission,
      request: { params: InvoiceParam },
      responses: { 200: file },
      problems: { not_found: [404, 'There is no such invoice.'] },
    }),
    async (c) => {
      const invoice = await readInvoice(c.var.ctx, c.req.valid('param').invoiceId, vendorOf(c.var.ctx))
      return download(await printInvoice(c.var.ctx, invoice), `${invoice.kind}-${invoice.year}-${invoice.number}.pdf`) as never
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/tax-years',
      operationId: 'readTaxYear',
      summary: 'The store’s year by currency and quarter, as tax authorities ask for it',
      tags: ['settlement'],
      permission,
      request: { query: z.strictObject({ year }) },
      responses: { 200: json(z.object({ items: z.array(TaxQuarter) }), 'Quarters in which something moved.') },
    }),
    async (c) => c.json({ items: await readTaxQuarters(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('query').year) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/tax-years/csv',
      operationId: 'downloadTaxYear',
      summary: 'The store’s year for tax authorities as CSV',
      tags: ['settlement'],
      permission,
      request: { query: z.strictObject({ year }) },
      responses: { 200: { description: 'A file.', content: { 'text/csv': { schema: Binary } } } },
    }),
    async (c) => {
      const { year: of } = c.req.valid('query')
      return download(await vendorTaxCsv(c.var.ctx, vendorOf(c.var.ctx), of), `tax-${of}.csv`) as never
    },
  )

export const settlementRoutes = newRouter<Ctx>().route('/', vendorSettlementRoutes).route('/', adminSettlementRoutes)
