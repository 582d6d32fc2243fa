import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { download } from '#worker/edge/download.ts'
import { json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { type Id, isId } from '#worker/pure/ids.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { reportCsv, reportXlsx } from './export-report.ts'
import { RANGE_DAYS_MAX, REPORTS, rangeOf, readMoney, readTaxes } from './read-report.ts'

const currency = z.enum(CURRENCIES)
const vendorId = z
  .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value), 'An id of a vendor.')
  .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' })
const day = z.iso.date().openapi({ example: '2026-10-01' })
const query = {
  from: day,
  to: day.openapi({ description: 'The last day, included.', example: '2026-10-31' }),
  bucket: z.enum(['day', 'week', 'month']).default('month'),
  vendorId: vendorId.optional(),
  currency: currency.optional(),
  byVendor: z.enum(['true', 'false']).default('true').transform((text) => text === 'true'),
} // biome-ignore format: a query
const page = { cursor: z.string().max(120).default(''), limit: z.coerce.number().int().min(1).max(500).default(100) }
const problems = {
  range_too_long: [422, `A report covers at most ${RANGE_DAYS_MAX} days, and its first day comes before its last.`],
} as const

const MoneyRow = z
  .object({
    key: z.string(),
    period: z.string(),
    vendorId: z.string(),
    vendorName: z.string(),
    currency,
    orders: z.number().int(),
    grossMinor: z.number().int(),
    refundedMinor: z.number().int(),
    commissionMinor: z.number().int(),
    commissionTaxMinor: z.number().int(),
    taxMinor: z.number().int(),
    paidOutMinor: z.number().int(),
  })
  .openapi('MoneyReportRow')
const TaxRow = z
  .object({
    key: z.string(),
    period: z.string(),
    country: z.string(),
    region: z.string(),
    rateBps: z.number().int(),
    currency,
    orders: z.number().int(),
    baseMinor: z.number().int(),
    taxMinor: z.number().int(),
    returnedMinor: z.number().int(),
  })
  .openapi('TaxReportRow')
const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })
const Binary = z.string().openapi({ type: 'string', format: 'binary' })

export const reportsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/reports/money',
      operationId: 'readMoneyReport',
      summary: 'Sales, refunds, commission, taxes and payouts by period, vendor and currency',
      tags: ['reports'],
      permission: 'platform:reports',
      request: { query: z.strictObject({ ...query, ...page }) },
      responses: { 200: json(pageOf(MoneyRow), 'One page, in order of period, vendor and currency.') },
      problems,
    }),
    async (c) => {
      const { cursor, limit, ...asked } = c.req.valid('query')
      return c.json(await readMoney(c.var.ctx, asked, { after: cursor, limit }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/reports/taxes',
      operationId: 'readTaxReport',
      summary: 'Sales tax by period, place and rate',
      tags: ['reports'],
      permission: 'platform:reports',
      request: { query: z.strictObject({ ...query, ...page }) },
      responses: { 200: json(pageOf(TaxRow), 'One page, in order of period, place, rate and currency.') },
      problems,
    }),
    async (c) => {
      const { cursor, limit, ...asked } = c.req.valid('query')
      return c.json(await readTaxes(c.var.ctx, asked, { after: cursor, limit }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/reports/{report}/export',
      operationId: 'exportReport',
      summary: 'A report as CSV, or as a workbook',
      tags: ['reports'],
      permission: 'platform:reports',
      request: {
        params: z.object({ report: z.enum(REPORTS).openapi({ example: 'money' }) }),
        query: z.strictObject({ ...query, format: z.enum(['csv', 'xlsx']).default('csv') }),
      },
      responses: { 200: { description: 'A file.', content: { 'text/csv': { schema: Binary } } } },
      problems: { ...problems, too_many_rows: [422, 'A workbook holds at most 20000 rows of a report. Take a shorter time, or CSV.'] },
    }),
    async (c) => {
      const { format, ...asked } = c.req.valid('query')
      const { report } = c.req.valid('param')
      rangeOf(asked)
      const name = `${report}-${asked.from}-${asked.to}.${format}`
      return download(format === 'csv' ? reportCsv(c.var.ctx, report, asked) : await reportXlsx(c.var.ctx, report, asked), name) as never
    },
  )
