import * as v from 'valibot'
import { ChannelRefused } from '#worker/domains/channels/errors.ts'
import type { ChannelSession, PushOutcome } from '#worker/domains/channels/ports.ts'
import { flag, id, text, wholeOrNull } from '#worker/providers/channels/lenient.ts'
import { MINUTE_MS, SECOND_MS } from '#worker/pure/time.ts'
import type { Mirakl } from './call-mirakl.ts'
import { expected } from './expected.ts'
import { readReport, writeRows } from './import-report.ts'

const StatusAnswer = v.object({ status: v.string(), has_error_report: flag, lines_in_error: wholeOrNull, reason_status: text })

/** What a batch is asked for by: the import, and what was wrong with items before anything was sent. */
export const importRef = (importId: string, outcomes: readonly PushOutcome[]): string =>
  outcomes.length === 0 ? importId : `${importId} ${JSON.stringify(outcomes)}`

function readRef(ref: string): { importId: string; known: PushOutcome[] } {
  const at = ref.indexOf(' ')
  return at === -1 ? { importId: ref, known: [] } : { importId: ref.slice(0, at), known: JSON.parse(ref.slice(at + 1)) }
}

/**
 * Stock alone goes by STO01, because OF24 would reset what it is not told. Both are imports: a status (STO02, OF02) until they
 * are complete, then a report of the lines that failed (STO03, OF03), if any did. The same import sent twice does no harm.
 */
export function importsOf(mirakl: Mirakl): Pick<ChannelSession, 'pushStock' | 'readBatch'> {
  return {
    async pushStock(items) {
      if (items.length === 0) return { kind: 'done', outcomes: [] }
      const rows = items.map(({ externalId, quantity }) => [externalId, quantity, '', 'update'])
      const file = { name: 'stock.csv', text: writeRows([['offer-sku', 'quantity', 'warehouse-code', 'update-delete'], ...rows]) }
      const body = await mirakl({ operation: 'STO01', method: 'POST', path: '/offers/stock/imports', file })
      return { kind: 'pending', ref: importRef(expected(v.object({ import_id: id }), body).import_id, []), waitMs: 20 * SECOND_MS }
    },
    async readBatch({ ref, kind }) {
      const { importId, known } = readRef(ref)
      const isStock = kind === 'stock'
      const path = `/offers/${isStock ? 'stock/' : ''}imports/${encodeURIComponent(importId)}`
      const body = await mirakl(
        isStock ? { operation: 'STO02', method: 'GET', path: `${path}/status` } : { operation: 'OF02', method: 'GET', path },
      )
      const { status, has_error_report, lines_in_error, reason_status } = expected(StatusAnswer, body)
      if (status === 'FAILED') throw new ChannelRefused('bestbuy', 'import_failed', reason_status ?? 'The import failed.')
      // Any other word, a new one too, is on the way to one of these.
      if (status !== 'COMPLETE') return { isDone: false, waitMs: isStock ? 16 * SECOND_MS : MINUTE_MS + SECOND_MS }
      if (!has_error_report || lines_in_error === 0) return { isDone: true, outcomes: known.length === 0 ? 'all_ok' : known }
      const report = await mirakl({ operation: isStock ? 'STO03' : 'OF03', method: 'GET', path: `${path}/error_report` })
      return { isDone: true, outcomes: [...known, ...readReport(String(report ?? ''))] }
    },
  }
}
