import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { download } from '#worker/edge/download.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { taxCsvStream } from '../export-taxes.ts'
import { printInvoice } from '../print-invoice.ts'
import { printStatement, statementCsv, statementFile } from '../print-statement.ts'
import { readInvoice, readInvoices } from '../read-invoices.ts'
import { readMoves, readOpenStatements, readStatement, readStatements } from '../read-statements.ts'
import {
  Binary, currency, FormatParam, Invoice, InvoiceParam, ListedStatement, Move, movesQuery, pageOf, paging, period, Statement, StatementParam, vendorId, year,
} from '../schemas.ts' // biome-ignore format: a list
import { showStatement } from '../statement.ts'

const permission = 'platform:finance'
const gone = { not_found: [404, 'There is no such statement.'] } as const
const file = { description: 'A file.', content: { 'application/pdf': { schema: Binary } } } as const

export const adminSettlementRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/statements',
      operationId: 'listAllStatements',
      summary: 'Closed statements of all vendors, the last closed first',
      tags: ['settlement'],
      permission,
      request: {
        query: z.strictObject({ vendorId: vendorId.optional(), currency: currency.optional(), period: period.optional(), ...paging }),
      },
      responses: { 200: json(pageOf(ListedStatement), 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readStatements(c.var.ctx, { ...filter, before }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/vendors/{vendorId}/open-statements',
      operationId: 'readVendorOpenStatements',
      summary: 'What moved a vendor’s money since its last closed statements, per currency, as of now',
      tags: ['settlement'],
      permission,
      request: { params: z.object({ vendorId }) },
      responses: { 200: json(z.object({ items: z.array(Statement) }), 'One per currency.') },
    }),
    async (c) => c.json({ items: (await readOpenStatements(c.var.ctx, c.req.valid('param').vendorId)).map(showStatement) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/statements/{statementId}',
      operationId: 'readAnyStatement',
      summary: 'A closed statement of a vendor',
      tags: ['settlement'],
      permission,
      request: { params: StatementParam },
      responses: { 200: json(Statement, 'As it was closed.') },
      problems: gone,
    }),
    async (c) => c.json(showStatement(await readStatement(c.var.ctx, c.req.valid('param').statementId)), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/statements/{statementId}/transfers',
      operationId: 'listAnyStatementTransfers',
      summary: 'The ledger’s transfers behind a figure of a vendor’s statement',
      tags: ['settlement'],
      permission,
      request: { params: StatementParam, query: movesQuery },
      responses: { 200: json(pageOf(Move), 'One page; their amounts sum to the figure.') },
      problems: gone,
    }),
    async (c) => {
      const { figure, cursor: after, limit } = c.req.valid('query')
      return c.json(
        await readMoves(c.var.ctx, await readStatement(c.var.ctx, c.req.valid('param').statementId), { figure, after, limit }),
        200,
      )
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/statements/{statementId}/{format}',
      operationId: 'downloadAnyStatement',
      summary: 'A closed statement of a vendor as a file',
      tags: ['settlement'],
      permission,
      request: { params: StatementParam.extend(FormatParam.shape) },
      responses: { 200: file },
      problems: gone,
    }),
    async (c) => {
      const { statementId, format } = c.req.valid('param')
      const statement = await readStatement(c.var.ctx, statementId)
      const body = format === 'pdf' ? await printStatement(c.var.ctx, statement) : statementCsv(statement)
      return download(body, statementFile(statement, format)) as never
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/invoices',
      operationId: 'listAllInvoices',
      summary: 'Invoices and credit notes to all vendors, the last issued first',
      tags: ['settlement'],
      permission,
      request: { query: z.strictObject({ vendorId: vendorId.optional(), period: period.optional(), ...paging }) },
      responses: { 200: json(pageOf(Invoice), 'One page.') },
    }),
    async (c) => {
      const { cursor: before, ...filter } = c.req.valid('query')
      return c.json(await readInvoices(c.var.ctx, { ...filter, before }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/invoices/{invoiceId}/pdf',
      operationId: 'downloadAnyInvoice',
      summary: 'An invoice or credit note to a vendor as a PDF file',
      tags: ['settlement'],
      permission,
      request: { params: InvoiceParam },
      responses: { 200: file },
      problems: { not_found: [404, 'There is no such invoice.'] },
    }),
    async (c) => {
      const invoice = await readInvoice(c.var.ctx, c.req.valid('param').invoiceId)
      return download(await printInvoice(c.var.ctx, invoice), `${invoice.kind}-${invoice.year}-${invoice.number}.pdf`) as never
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/tax-years/csv',
      operationId: 'downloadAllTaxYears',
      summary: 'A year of every vendor for tax authorities as CSV',
      tags: ['settlement'],
      permission,
      request: { query: z.strictObject({ year }) },
      responses: { 200: { description: 'A file, written while it is read.', content: { 'text/csv': { schema: Binary } } } },
    }),
    async (c) => {
      const { year: of } = c.req.valid('query')
      return download(taxCsvStream(c.var.ctx, of), `tax-${of}.csv`) as never
    },
  )
