import type { Context } from 'hono'
import { addImport } from './offers.ts'
import { type Route, refuse } from './serve.ts'
import { type Import, type ImportLine, iso, productBy, type Shop, type State } from './state.ts'

export const IMPORT_ROUTES: Route[] = [
  {
    operation: 'STO01',
    method: 'post',
    path: '/api/offers/stock/imports',
    answer: async (c, shop, served) => {
      const { file } = await c.req.parseBody().catch(() => ({ file: undefined }))
      if (!(file instanceof File)) return refuse(c, 400, "Required part 'file' is not present.")
      const text = await file.text()
      const [titles = [], ...rows] = readRows(text)
      if (!titles.includes('offer-sku') || !titles.includes('quantity'))
        return refuse(c, 400, 'The file lacks mandatory columns: offer-sku, quantity')
      const lines = rows.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at] ?? ''])))
      const taken = addImport(served, shop, 'stock', lines, text)
      c.header('Location', `${new URL(c.req.url).origin}/api/offers/stock/imports/${taken.id}/status`)
      return c.json({ import_id: taken.id }, 201)
    },
  },
  {
    operation: 'STO02',
    method: 'get',
    path: '/api/offers/stock/imports/:id/status',
    answer: (c, shop) =>
      withImport(c, shop, 'stock', (taken) =>
        c.json({
          import_id: taken.id,
          shop_id: shop.id,
          date_created: iso(taken.createdAtMs),
          status: taken.status,
          has_error_report: taken.errors.length > 0,
          ...(taken.status === 'COMPLETE' && { lines_in_error: taken.errors.length, lines_in_success: taken.updated }),
        }),
      ),
  },
  {
    operation: 'STO03',
    method: 'get',
    path: '/api/offers/stock/imports/:id/error_report',
    answer: (c, shop) =>
      withImport(c, shop, 'stock', (taken) => {
        const titles = ['offer-sku', 'quantity', 'warehouse-code', 'update-delete']
        const rows = taken.errors.map(({ line, row, message }) => [line, message, ...titles.map((title) => row[title])])
        return c.body(writeRows([['error-line', 'error-message', ...titles], ...rows]), 200, { 'content-type': 'text/csv' })
      }),
  },
  {
    operation: 'OF02',
    method: 'get',
    path: '/api/offers/imports/:id',
    answer: (c, shop) =>
      withImport(c, shop, 'offers', (taken) =>
        c.json({
          import_id: Number(taken.id),
          date_created: iso(taken.createdAtMs),
          status: taken.status,
          reason_status: '',
          type: 'MIRAKL',
          mode: 'NORMAL',
          has_error_report: taken.errors.length > 0,
          lines_read: taken.count,
          lines_in_error: taken.errors.length,
          lines_in_pending: taken.status === 'COMPLETE' ? 0 : taken.count,
          lines_in_success: taken.inserted + taken.updated + taken.deleted,
          offer_inserted: taken.inserted,
          offer_updated: taken.updated,
          offer_deleted: taken.deleted,
        }),
      ),
  },
  {
    operation: 'OF03',
    method: 'get',
    path: '/api/offers/imports/:id/error_report',
    answer: (c, shop) =>
      withImport(c, shop, 'offers', (taken) => {
        const fields = ['shop_sku', 'product_id', 'product_id_type', 'price', 'quantity', 'state_code', 'update_delete']
        const titles = ['sku', 'product-id', 'product-id-type', 'price', 'quantity', 'state', 'update-delete']
        const rows = taken.errors.map(({ line, row, message }) => [...fields.map((field) => row[field]), line, message])
        const report = writeRows([[...titles, 'error-line', 'error-message'], ...rows])
        return c.body(report, 200, { 'content-type': 'application/octet-stream' })
      }),
  },
]

function withImport(c: Context, shop: Shop, kind: Import['kind'], answer: (taken: Import) => Response): Response {
  const taken = shop.imports[c.req.param('id') ?? '']
  return taken?.kind === kind ? answer(taken) : refuse(c, 404, `Import with identifier '${c.req.param('id')}' not found`)
}

/** Does what an import says, line by line; a line that cannot be done is told of and changes nothing. */
export function applyImport(taken: Import, shop: Shop, state: State): void {
  taken.lines.forEach((row, at) => {
    const message = taken.kind === 'stock' ? applyStock(row, taken, shop) : applyOffer(row, taken, shop, state)
    // The first line of a file is its titles.
    if (message !== null) taken.errors.push({ line: at + 2, row, message })
  })
  taken.status = 'COMPLETE'
  taken.body = ''
  taken.lines = []
}

function applyStock(row: ImportLine, taken: Import, shop: Shop): string | null {
  const offer = shop.offers[String(row['offer-sku'])]
  if (!offer) return 'The offer does not exist'
  if (!/^\d+$/.test(String(row.quantity))) return 'The quantity is not a positive number'
  offer.quantity = Number(row.quantity)
  taken.updated++
  return null
}

function applyOffer(row: ImportLine, taken: Import, shop: Shop, state: State): string | null {
  const { shop_sku, product_id, product_id_type, price, quantity, state_code, update_delete, ...more } = row
  const sku = String(shop_sku ?? '')
  if (sku === '') return 'The sku is mandatory'
  const known = shop.offers[sku]
  if (update_delete === 'delete') {
    if (!known) return 'The offer does not exist'
    delete shop.offers[sku]
    shop.offersRevision++
    taken.deleted++
    return null
  }
  const product = productBy(state, product_id_type, product_id)
  if (!product) return 'The product does not exist'
  if (typeof price !== 'number' || price <= 0) return 'The price must be greater than 0'
  if (state_code !== '11' && state_code !== '10') return `The state '${String(state_code)}' is unknown`
  // What is not sent is reset.
  const fields = { productSku: String(product.sku), quantity: Number(quantity ?? 0), price, stateCode: String(state_code), more }
  shop.offers[sku] = { offerId: known?.offerId ?? state.nextOfferId++, sku, ...fields }
  if (known) taken.updated++
  else {
    taken.inserted++
    shop.offersRevision++
  }
  return null
}

/** Rows of a file with `;`; cells may be quoted, but hold no line breaks. */
function readRows(text: string): string[][] {
  const rows = text.split(/\r?\n/).filter((row) => row !== '')
  return rows.map((row) =>
    [...row.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;"]*))/g)].map((cell) => (cell[1] ?? cell[2] ?? '').replaceAll('""', '"')),
  )
}

const writeRows = (rows: unknown[][]): string =>
  rows.map((row) => `${row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(';')}\n`).join('')
