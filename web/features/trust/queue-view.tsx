import { Link } from '@remix-run/react'
import { m } from '#messages'
import { Ago } from '#web/features/admin/ago.tsx'
import { FILTER_BOX } from '#web/features/admin/filters.tsx'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Panel } from '#web/ui/panel.tsx'
import { RowSelection, RowTick } from '#web/ui/row-selection.tsx'
import { ModerationFrame } from './moderation-frame.tsx'
import { fieldText, type Item, kindText, type Queue, severityText, severityTone, stateText, stateTone } from './trust-words.ts'
import { useQueueKeys } from './use-queue-keys.ts'

export type QueuePage = { queue: Queue; show: 'reports' | 'held' | 'decided'; nowMs: number }

/** What waits for a decision, the worst and oldest first; several can be answered the same way. */
export function QueueView({ queue, show, nowMs, result }: QueuePage & { result: SubmissionResult | undefined }) {
  useQueueKeys()
  const isOpen = show !== 'decided'
  const table = (
    <DataTable caption={m.trust_moderation_title()} columns={columnsOf(isOpen, nowMs)} rows={queue.items} rowKey={({ id }) => id} />
  )
  return (
    <ModerationFrame tab={show} counts={queue.counts}>
      <div className="mb-4 empty:hidden">
        <FormErrors errors={errorsOf(result)} />
      </div>
      {queue.items.length === 0 ? (
        <Notice
          title={isOpen ? m.trust_queue_none_title() : m.trust_decided_none_title()}
          text={isOpen ? m.trust_queue_none_text() : m.trust_decided_none_text()}
        />
      ) : (
        <Panel isFlush>
          {isOpen ? (
            <RowSelection method="post" action={`/admin/moderation?show=${show}`} buttons={(isNone) => <BulkDecisions isNone={isNone} />}>
              {table}
            </RowSelection>
          ) : (
            table
          )}
          <Pager nextCursor={queue.nextCursor} />
        </Panel>
      )}
      {isOpen && queue.items.length > 0 ? <p className="mt-3 hidden text-fine text-soft sm:block">{m.trust_queue_keys()}</p> : null}
    </ModerationFrame>
  )
}

const errorsOf = (result: SubmissionResult | undefined): string[] | undefined => {
  const all = Object.values(result?.error ?? {}).flatMap((errors) => errors ?? [])
  return all.length === 0 ? undefined : all
}

/** Keeping needs no word; hiding several at once needs the rule and what to fix, as hiding one does. */
function BulkDecisions({ isNone }: { isNone: boolean }) {
  return (
    <>
      <SubmitButton name="action" value="keep" look="secondary" isSmall disabled={isNone} pendingText={m.admin_deciding()}>
        {m.trust_action_keep()}
      </SubmitButton>
      <details className="relative">
        <summary className="flex min-h-9 cursor-pointer items-center rounded-pill px-3.5 text-small font-semibold text-bad">
          {m.trust_bulk_block()}
        </summary>
        <div className="absolute end-0 z-10 mt-1 grid w-80 max-w-[calc(100vw-3rem)] gap-3 rounded-plate border border-line bg-card p-4 shadow-xl">
          <label className="text-fine font-semibold">
            {m.trust_rule()}
            <input name="rule" maxLength={200} className={`mt-1 ${FILTER_BOX}`} />
          </label>
          <label className="text-fine font-semibold">
            {m.trust_fix()}
            <textarea name="fix" rows={3} maxLength={1000} className={`mt-1 py-2 ${FILTER_BOX}`} />
          </label>
          <div className="flex flex-wrap gap-2">
            <SubmitButton name="action" value="hide" look="secondary" isSmall disabled={isNone} pendingText={m.admin_deciding()}>
              {m.trust_action_hide()}
            </SubmitButton>
            <SubmitButton name="action" value="take_down" look="danger" isSmall disabled={isNone} pendingText={m.admin_deciding()}>
              {m.trust_action_take_down()}
            </SubmitButton>
          </div>
        </div>
      </details>
    </>
  )
}

const columnsOf = (isOpen: boolean, nowMs: number): Column<Item>[] => [
  ...(isOpen
    ? [
        {
          key: 'tick',
          title: m.goods_select_all(),
          isNarrow: true,
          isUnlabelled: true,
          cell: ({ id, version, subject }: Item) => <RowTick name="item" value={`${id}:${version}`} label={subject.title} />,
        },
      ]
    : []),
  { key: 'subject', title: m.trust_subject(), isHeadline: true, cell: (item) => <Subject item={item} /> },
  {
    key: 'severity',
    title: m.trust_severity(),
    cell: ({ severity }) => <Badge tone={severityTone(severity)}>{severityText(severity)}</Badge>,
  },
  { key: 'why', title: m.trust_why(), cell: (item) => <Why item={item} /> },
  { key: 'vendor', title: m.admin_vendor(), cell: ({ vendor }) => vendor.name },
  {
    key: 'state',
    title: m.admin_status(),
    cell: ({ subject }) => <Badge tone={stateTone(subject.state)}>{stateText(subject.state)}</Badge>,
  },
  { key: 'since', title: m.admin_since(), cell: ({ openedAt, closedAt }) => <Ago at={closedAt ?? openedAt} nowMs={nowMs} /> },
]

function Subject({ item: { id, subject } }: { item: Item }) {
  return (
    <span className="flex items-center gap-3">
      {subject.image === null ? null : (
        <img
          src={`${subject.image.url}?w=160`}
          alt=""
          width={40}
          height={40}
          loading="lazy"
          className="size-10 shrink-0 rounded-plate object-cover"
        />
      )}
      <span className="min-w-0">
        <Link to={`/admin/moderation/${id}`} data-queue-row className="font-semibold text-accent underline-offset-4 hover:underline">
          {subject.title}
        </Link>
        <span className="block text-fine text-soft">{subject.kind === 'review' ? m.trust_kind_review() : m.trust_kind_listing()}</span>
      </span>
    </span>
  )
}

function Why({ item: { kind, reportCount, findings } }: { item: Item }) {
  return (
    <span className="text-small">
      {reportCount > 0 ? m.trust_report_count({ count: reportCount }) : kindText(kind)}
      {findings.slice(0, 2).map(({ field, match }) => (
        <span key={`${field} ${match}`} className="block text-fine text-soft">
          {m.trust_finding({ field: fieldText(field), match })}
        </span>
      ))}
    </span>
  )
}
