import type { BatchResult, StreamResult } from './protocol.ts'

/** Renders the one batch of a `cursor` request as lines of JSON: the head, then an entry per step begun, row and step ended. */
export function renderCursor(baton: string | null, [result]: readonly StreamResult[]): string {
  const lines: object[] = [{ baton, base_url: null }]
  if (result?.type === 'error') lines.push({ type: 'error', error: result.error })
  if (result?.type === 'ok' && result.response.type === 'batch') lines.push(...entriesOf(result.response.result))
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function entriesOf(batch: BatchResult): object[] {
  return batch.step_results.flatMap((step, index): object[] => {
    const error = batch.step_errors[index]
    if (error) return [{ type: 'step_error', step: index, error }]
    if (!step) return []
    const { affected_row_count, last_insert_rowid } = step
    return [
      { type: 'step_begin', step: index, cols: step.cols },
      ...step.rows.map((row) => ({ type: 'row', row })),
      { type: 'step_end', affected_row_count, last_insert_rowid },
    ]
  })
}
