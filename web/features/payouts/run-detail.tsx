import { Form, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { m } from '#messages'
import { skipText } from '#web/features/admin/admin-words.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { momentText, moneyText, numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { Facts, Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type RunItems, runStatusText, runStatusTone, sumsText, type WholeRun } from './payout-words.ts'

export const SHOWS = ['all', 'sending', 'skipped', 'changed', 'failed'] as const
export type Show = (typeof SHOWS)[number]
type Page = { run: WholeRun; items: RunItems; show: Show; isOwn: boolean; error: string | undefined }

/** How often a run that is under way is looked at. */
const LOOK_MS = 3000

/** One run: what it means to send, how far it has come, and every vendor in it. */
export function RunDetail({ run, items, show, isOwn, error }: Page) {
  const isMoving = run.status === 'drafting' || run.status === 'approved' || run.status === 'executing' || run.pending > 0
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!isMoving || state !== 'idle') return
    const looking = setInterval(() => {
      if (document.visibilityState === 'visible' && navigator.onLine) revalidate()
    }, LOOK_MS)
    return () => clearInterval(looking)
  }, [isMoving, state, revalidate])
  return (
    <>
      <PageHeader
        back={<TextLink to="/admin/payouts/runs">{m.payouts_run_back()}</TextLink>}
        title={m.payouts_run_of({ period: run.period })}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={runStatusTone(run.status)}>{runStatusText(run.status)}</Badge>
            <span>{run.kind === 'scheduled' ? m.payouts_by_schedule() : m.payouts_by_hand()}</span>
          </span>
        }
      >
        {isMoving ? (
          <ButtonLink to={`/admin/payouts/runs/${run.id}`} look="secondary">
            {m.payouts_run_reload()}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <div className="mb-5 empty:hidden">
        <FormErrors errors={error === undefined ? undefined : [error]} />
      </div>
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <Totals run={run} />
          <Items run={run} items={items} show={show} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {run.status === 'draft' ? <Decide run={run} isOwn={isOwn} /> : null}
          <Progress run={run} />
        </div>
      </div>
    </>
  )
}

function Totals({ run }: { run: WholeRun }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {run.totals.map(({ currency, payouts, amountMinor, sentMinor }) => (
        <Figure
          key={currency}
          name={run.status === 'done' ? m.payouts_sent() : m.payouts_to_send()}
          value={moneyText({ amountMinor: run.status === 'done' ? sentMinor : amountMinor, currency })}
          note={m.payouts_transfers({ count: payouts })}
        />
      ))}
    </div>
  )
}

function Decide({ run, isOwn }: { run: WholeRun; isOwn: boolean }) {
  const mustAsk = run.needsApproval && isOwn
  return (
    <Panel title={m.payouts_run_decide()}>
      {run.needsApproval ? <p className="mb-3 text-small text-warn">{m.payouts_run_second()}</p> : null}
      {run.isAtOnce && !run.needsApproval ? <p className="mb-3 text-small text-warn">{m.payouts_run_changed()}</p> : null}
      <p className="font-display text-title tabular-nums">{sumsText(run.totals)}</p>
      <p className="mt-1 mb-4 text-fine text-soft">{m.payouts_run_send_text()}</p>
      <div className="grid gap-3">
        {mustAsk ? (
          <p className="text-small font-medium">{m.payouts_run_own()}</p>
        ) : (
          <Form method="post">
            <input type="hidden" name="intent" value="approve" />
            <SubmitButton pendingText={m.payouts_run_approving()} className="w-full whitespace-normal">
              {m.payouts_run_approve()}
            </SubmitButton>
          </Form>
        )}
        <Form method="post">
          <input type="hidden" name="intent" value="discard" />
          <SubmitButton look="secondary" className="w-full whitespace-normal">
            {m.payouts_run_discard()}
          </SubmitButton>
        </Form>
        <p className="text-fine text-soft">{m.payouts_run_discard_text()}</p>
      </div>
    </Panel>
  )
}

/** How far it has come; the bar is drawn by a share, and said in words for those who cannot see it. */
function Progress({ run }: { run: WholeRun }) {
  const all = run.totals.reduce((sum, { items }) => sum + items, 0)
  const done = all - run.totals.reduce((sum, { open }) => sum + open, 0)
  const at = (when: string | null) => (when === null ? '–' : momentText(when))
  return (
    <Panel title={m.payouts_run_progress()}>
      <p className="text-small" role="status">
        {run.status === 'drafting'
          ? m.payouts_run_drafting_text({ count: all })
          : m.payouts_run_progress_text({ done: numberText(done), all: numberText(all) })}
      </p>
      <div className="mt-2 mb-4 h-2 overflow-hidden rounded-pill bg-stone" aria-hidden="true">
        <div className="h-full bg-accent" style={{ inlineSize: `${all === 0 ? 0 : (100 * done) / all}%` }} />
      </div>
      <Facts
        items={[
          { name: m.payouts_run_on_its_way(), value: numberText(run.pending) },
          { name: m.payouts_run_paid(), value: numberText(run.paid) },
          { name: m.payouts_run_failed(), value: <span className={run.failed > 0 ? 'text-bad' : ''}>{numberText(run.failed)}</span> },
          { name: m.payouts_run_drafted(), value: at(run.createdAt) },
          { name: m.payouts_run_approved_at(), value: at(run.approvedAt) },
          { name: m.payouts_run_done_at(), value: at(run.doneAt) },
        ]}
      />
    </Panel>
  )
}

function Items({ run, items, show }: Pick<Page, 'run' | 'items' | 'show'>) {
  const TEXTS: Record<Show, string> = {
    all: m.payouts_show_all(),
    sending: m.payouts_show_sending(),
    skipped: m.payouts_show_skipped(),
    changed: m.payouts_show_changed(),
    failed: m.payouts_show_failed(),
  }
  const tabs = SHOWS.map((each) => ({ to: `/admin/payouts/runs/${run.id}?show=${each}`, text: TEXTS[each], isCurrent: each === show }))
  return (
    <div className="min-w-0">
      <TabLinks label={m.payouts_items_views()} tabs={tabs} />
      {items.items.length === 0 ? (
        <Notice title={m.payouts_run_items()} text={m.payouts_run_items_none()} />
      ) : (
        <Panel isFlush>
          <DataTable
            caption={m.payouts_run_items()}
            columns={COLUMNS()}
            rows={items.items}
            rowKey={({ vendorId, currency }) => `${vendorId}/${currency}`}
          />
          <Pager nextCursor={items.nextCursor} />
        </Panel>
      )}
    </div>
  )
}

type Item = RunItems['items'][number]
const COLUMNS = (): Column<Item>[] => [
  {
    key: 'vendor',
    title: m.payouts_vendor(),
    isHeadline: true,
    cell: ({ vendorId, name }) => <TextLink to={`/admin/vendors/${vendorId}/money`}>{name}</TextLink>,
  },
  {
    key: 'available',
    title: m.payouts_available(),
    isNumber: true,
    cell: ({ payableMinor, currency }) => <span className="text-soft">{moneyText({ amountMinor: payableMinor, currency })}</span>,
  },
  {
    key: 'previewed',
    title: m.payouts_previewed(),
    isNumber: true,
    cell: ({ amountMinor, skip, currency }) =>
      skip === null ? (
        <span className="font-semibold">{moneyText({ amountMinor, currency })}</span>
      ) : (
        <span className="text-fine whitespace-normal text-soft">{skipText(skip)}</span>
      ),
  },
  { key: 'outcome', title: m.payouts_outcome(), cell: (item) => <Outcome item={item} /> },
]

function Outcome({ item: { outcome, skip, sentMinor, outcomeSkip, currency, payoutId, payoutStatus, failure } }: { item: Item }) {
  if (outcome === null) return <span className="text-soft">{m.payouts_outcome_open()}</span>
  if (outcome === 'skipped')
    return skip === null && outcomeSkip !== null ? (
      <span>
        <Badge tone="warn">{m.payouts_outcome_skipped()}</Badge> <span className="text-fine text-soft">{skipText(outcomeSkip)}</span>
      </span>
    ) : (
      <span className="text-soft">{m.payouts_outcome_skipped()}</span>
    )
  const isFailed = payoutStatus === 'failed'
  const text = isFailed ? m.payouts_run_failed() : outcome === 'changed' ? m.payouts_outcome_changed() : m.payouts_outcome_sent()
  return (
    <span>
      <Badge tone={isFailed ? 'bad' : outcome === 'changed' ? 'warn' : 'good'}>{text}</Badge>{' '}
      <TextLink to={`/admin/payouts/${payoutId}`}>{moneyText({ amountMinor: sentMinor ?? 0, currency })}</TextLink>
      {failure === null ? null : <span className="mt-1 block text-fine text-bad">{failure}</span>}
    </span>
  )
}
