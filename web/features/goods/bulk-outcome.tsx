import { m } from '#messages'

export type BulkResult = { done: number; failures: { title: string; reason: string }[]; isEmpty: boolean }

/** What became of a change of many products, where not all of it worked. */
export function BulkOutcome({ result }: { result: BulkResult | undefined }) {
  if (result === undefined) return null
  return (
    <div role="alert" className="mb-4 rounded-plate border border-warn bg-warn-tint px-4 py-3 text-small text-warn">
      {result.isEmpty ? <p>{m.goods_bulk_none()}</p> : null}
      {result.done > 0 ? <p>{m.goods_bulk_done({ count: result.done })}</p> : null}
      {result.failures.length === 0 ? null : (
        <>
          <p className="font-semibold">{m.goods_bulk_failed({ count: result.failures.length })}</p>
          <ul className="mt-1 list-disc ps-5">
            {result.failures.map(({ title, reason }) => (
              <li key={title}>{m.goods_bulk_failure({ title, reason })}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
