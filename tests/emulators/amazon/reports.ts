import { toAmount } from '#worker/providers/channels/amazon/amount.ts'
import { type Answer, type Call, type Engine, iso, ok, type Route, refusal } from './engine.ts'
import { showDocument, storeDocument } from './feeds.ts'
import { jobFinished } from './notify.ts'
import { type Job, nextNumber, type Seller } from './world.ts'

/** Reports 2021-06-30. */
export const reportRoutes: readonly Route[] = [
  { operation: 'createReport', method: 'POST', path: '/reports/2021-06-30/reports', answer: createReport },
  { operation: 'getReport', method: 'GET', path: '/reports/2021-06-30/reports/:reportId', answer: getReport },
  { operation: 'getReportDocument', method: 'GET', path: '/reports/2021-06-30/documents/:reportDocumentId', answer: (call) => showDocument(call, call.param.reportDocumentId ?? '', 'reportDocumentId') },
] // biome-ignore format: a table

function createReport({ engine, seller, json }: Call): Answer {
  const { reportType, marketplaceIds } = (json ?? {}) as { reportType?: string; marketplaceIds?: string[] }
  if (!reportType || !marketplaceIds?.length) return refusal(400, 'InvalidInput', 'Invalid Input')
  const nowMs = engine.kit.now()
  const id = String(60_000_000_000 + nextNumber(engine.world))
  seller.reports[id] = { id, type: reportType, marketplaceIds, documentId: null, status: 'IN_QUEUE', createdAtMs: nowMs, dueAtMs: nowMs + engine.settings.reportMs, resultId: null } // biome-ignore format: a row
  engine.changed()
  return ok({ reportId: id }, 202)
}

function getReport({ seller, param }: Call): Answer {
  const job = seller.reports[param.reportId ?? '']
  if (!job) return refusal(404, 'NotFound', 'The report was not found.')
  return ok({
    reportId: job.id,
    reportType: job.type,
    marketplaceIds: job.marketplaceIds,
    createdTime: iso(job.createdAtMs),
    processingStatus: job.status,
    ...(job.resultId ? { reportDocumentId: job.resultId } : {}),
  })
}

/** Makes the reports that are due. Of a type nobody here makes there is no data. */
export function workOnReports(engine: Engine): void {
  for (const seller of Object.values(engine.world.sellers)) {
    for (const job of Object.values(seller.reports)) {
      if (job.status !== 'IN_QUEUE' || job.dueAtMs > engine.kit.now()) continue
      finish(engine, seller, job)
    }
  }
}

function finish(engine: Engine, seller: Seller, job: Job): void {
  const isKnown = job.type === 'GET_MERCHANT_LISTINGS_ALL_DATA'
  job.status = isKnown ? 'DONE' : 'CANCELLED'
  if (isKnown) job.resultId = storeDocument(engine, seller.id, allListings(seller))
  jobFinished(engine, seller, 'report', job)
}

const COLUMNS = ['item-name', 'item-description', 'listing-id', 'seller-sku', 'price', 'quantity', 'open-date', 'product-id-type', 'asin1', 'product-id', 'fulfillment-channel', 'status'] // biome-ignore format: a list

function allListings({ listings }: Seller): string {
  const rows = Object.values(listings).map((one) => {
    const cells: Record<string, string> = {
      'item-name': one.title,
      'seller-sku': one.sku,
      price: one.priceMinor === null ? '' : toAmount(one.priceMinor, one.currency),
      quantity: one.fulfilledBy === 'AMAZON' ? '' : String(one.quantity),
      'open-date': iso(one.createdAtMs),
      'product-id-type': one.gtin ? '4' : '1',
      asin1: one.asin,
      'product-id': one.gtin ?? one.asin,
      'fulfillment-channel': one.fulfilledBy === 'AMAZON' ? 'AMAZON_NA' : 'DEFAULT',
      status: one.quantity > 0 || one.fulfilledBy === 'AMAZON' ? 'Active' : 'Inactive',
    }
    return COLUMNS.map((name) => cells[name] ?? '').join('\t')
  })
  return [COLUMNS.join('\t'), ...rows].join('\n')
}
