import { useFetcher } from '@remix-run/react'
import { useEffect } from 'react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { Modal } from '#web/ui/modal.tsx'
import { AdjustForm } from './adjust-form.tsx'
import { type Level, type StockItem, variantText } from './stock-words.ts'

/** What the correction's action answers to a list: the exact level after it, or the form as it was refused. */
export type Adjusted = { level: Level }

/** A window over the list for correcting one variant; tells the exact level that came of it. */
export function AdjustWindow({
  item,
  idempotencyKey,
  onDone,
  onClose,
}: {
  item: StockItem
  idempotencyKey: string
  onDone: (level: Level) => void
  onClose: () => void
}) {
  const fetcher = useFetcher<Adjusted | SubmissionResult>()
  const answer = fetcher.data
  const level = answer !== undefined && 'level' in answer ? answer.level : null
  useEffect(() => {
    if (fetcher.state === 'idle' && level !== null) onDone(level)
  }, [fetcher.state, level, onDone])
  return (
    <Modal isOpen onClose={onClose} title={m.goods_stock_adjust_of({ name: variantText(item) })}>
      <AdjustForm
        variantId={item.variantId}
        onHand={item.onHand}
        idempotencyKey={idempotencyKey}
        result={answer !== undefined && !('level' in answer) ? answer : undefined}
        fetcher={fetcher}
      />
    </Modal>
  )
}
