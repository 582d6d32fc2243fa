import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelListing, ChannelSession, Unreadable } from '#worker/domains/channels/ports.ts'
import { id, text } from '#worker/providers/channels/lenient.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { toMinor } from './amount.ts'
import { inPath } from './call-api.ts'
import { expected } from './expected.ts'
import { urlOf } from './read-listing.ts'
import type { Account } from './session.ts'

type Listed = Awaited<ReturnType<ChannelSession['listListings']>>

const ALL_LISTINGS = 'GET_MERCHANT_LISTINGS_ALL_DATA'
const WAIT_MS = 30 * SECOND_MS
const PAGE_SIZE = 1000

const Created = v.object({ reportId: id })
const Report = v.object({ processingStatus: v.string(), reportDocumentId: text })
const Document = v.object({ url: v.string(), compressionAlgorithm: text })

/** Has Amazon make the report of all listings. Its cursor: `report:<id>:<document, once there is one>:<row>`. */
export async function startReport({ api, marketplace }: Account, total: number | null): Promise<Listed> {
  const json = { reportType: ALL_LISTINGS, marketplaceIds: [marketplace.id] }
  const { reportId } = expected(Created, await api.call('createReport', { method: 'POST', path: '/reports/2021-06-30/reports', json }))
  return { items: [], unreadable: [], nextCursor: `report:${reportId}::0`, total, waitMs: WAIT_MS }
}

/** A page of the report, or that it is not ready yet. */
export async function readReportPage(account: Account, cursor: string): Promise<Listed> {
  const [, reportId = '', known = '', row = '0'] = cursor.split(':').map(decodeURIComponent)
  const documentId = known || (await documentOf(account, reportId))
  if (documentId === null) return { items: [], unreadable: [], nextCursor: cursor, total: null, waitMs: WAIT_MS }
  const rows = rowsOf(await contentOf(account, documentId))
  const from = Number(row)
  const items: ChannelListing[] = []
  const unreadable: Unreadable[] = []
  for (const one of rows.slice(from, from + PAGE_SIZE)) {
    const read = readRow(one, account)
    if (read) items.push(read)
    else unreadable.push({ externalId: null, reason: 'a row of the report without a SKU' })
  }
  const next = from + PAGE_SIZE
  const nextCursor = next < rows.length ? `report:${encodeURIComponent(reportId)}:${encodeURIComponent(documentId)}:${next}` : null
  return { items, unreadable, nextCursor, total: rows.length }
}

async function documentOf({ api }: Account, reportId: string): Promise<string | null> {
  const report = expected(Report, await api.call('getReport', { path: `/reports/2021-06-30/reports/${inPath(reportId)}` }))
  if (report.processingStatus === 'IN_QUEUE' || report.processingStatus === 'IN_PROGRESS') return null
  if (report.processingStatus === 'DONE' && report.reportDocumentId) return report.reportDocumentId
  throw new ChannelRefused('amazon', `report_${report.processingStatus.toLowerCase()}`, 'the report of all listings could not be made')
}

async function contentOf({ api }: Account, documentId: string): Promise<string> {
  const path = `/reports/2021-06-30/documents/${inPath(documentId)}`
  const { url, compressionAlgorithm } = expected(Document, await api.call('getReportDocument', { path }))
  return api.download(url, compressionAlgorithm === 'GZIP')
}

/** Rows of a tab-delimited report by the names of its first line. A text in it never holds a tab or a line break. */
export function rowsOf(content: string): Record<string, string>[] {
  const [first = '', ...lines] = content.replace(/^\uFEFF/, '').split(/\r?\n/)
  const names = first.split('\t')
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => Object.fromEntries(line.split('\t').map((cell, at) => [names[at] ?? '', cell])))
}

/** `product-id-type` of a GTIN: 3 is a UPC, 4 an EAN (2 an ISBN, 1 an ASIN). */
const GTIN_TYPES: ReadonlySet<string> = new Set(['2', '3', '4'])

export function readRow(row: Record<string, string>, { marketplace }: Pick<Account, 'marketplace'>): ChannelListing | null {
  const sku = row['seller-sku']
  if (!sku) return null
  const asin = row.asin1 || (row['product-id-type'] === '1' ? row['product-id'] : '') || null
  const isStockOurs = !(row['fulfillment-channel'] ?? '').startsWith('AMAZON')
  const quantity = Number(row.quantity || Number.NaN)
  const price = /^\d+(\.\d+)?$/.test(row.price ?? '') ? toMinor(row.price ?? '', marketplace.currency) : null
  return {
    externalId: sku,
    sku,
    gtin: (GTIN_TYPES.has(row['product-id-type'] ?? '') && row['product-id']) || null,
    title: row['item-name'] || sku,
    url: urlOf(asin, marketplace.id),
    state: row.status === undefined ? 'unknown' : row.status === 'Active' ? 'active' : 'inactive',
    quantity: isStockOurs && Number.isSafeInteger(quantity) ? quantity : null,
    isStockOurs,
    priceMinor: price,
    currency: price === null ? null : marketplace.currency,
    issues: [],
    refs: asin ? { asin } : {},
  }
}
