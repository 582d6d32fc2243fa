import { Link } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { agoText } from '#web/ui/format.ts'
import { ChevronRight } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { APPROVAL_STATUSES, type ApprovalStatus } from '#worker/pure/approval.ts'
import {
  type ApprovalList,
  type ApprovalRow,
  approvalStatusText,
  approvalStatusTone,
  approvalText,
  factText,
  personText,
} from './oversight-words.ts'

type Page = { list: ApprovalList; show: ApprovalStatus | null; waiting: number; nowMs: number }

/** What needs a second pair of eyes, the longest waiting first, and what became of the rest. */
export function ApprovalsView({ list, show, waiting, nowMs }: Page) {
  return (
    <>
      <PageHeader title={m.audit_approvals_title()} text={m.audit_approvals_text()} />
      <TabLinks
        label={m.audit_approvals_views()}
        tabs={[
          ...APPROVAL_STATUSES.map((status) => ({
            to: `/admin/approvals?show=${status}`,
            text: approvalStatusText(status),
            isCurrent: show === status,
            ...(status === 'waiting' && waiting > 0 ? { count: waiting } : {}),
          })),
          { to: '/admin/approvals?show=all', text: m.audit_approvals_all(), isCurrent: show === null },
        ]}
      />
      {list.items.length === 0 ? (
        <Notice
          title={show === 'waiting' ? m.audit_approvals_none_title() : m.audit_approvals_empty_title()}
          text={show === 'waiting' ? m.audit_approvals_none_text() : m.audit_approvals_empty_text()}
        />
      ) : (
        <Panel isFlush>
          <ul className="divide-y divide-line">
            {list.items.map((approval) => (
              <li key={approval.id}>
                <Row approval={approval} nowMs={nowMs} />
              </li>
            ))}
          </ul>
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

function Row({ approval, nowMs }: { approval: ApprovalRow; nowMs: number }) {
  const { id, action, facts, status, requestedBy, requestedAt, decidedBy, decidedAt, expiresAt, isOwn, failure } = approval
  const when = (at: string) => agoText(Date.parse(at), nowMs)
  const [first, ...rest] = facts.map((fact) => factText(fact, action))
  return (
    <Link to={`/admin/approvals/${id}`} prefetch="intent" className="group flex items-center gap-4 px-4 py-4 hover:bg-stone/50 sm:px-5">
      <span className="min-w-0 grow">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold group-hover:text-accent">{approvalText(action)}</span>
          <Badge tone={failure === null ? approvalStatusTone(status) : 'bad'}>
            {failure === null ? approvalStatusText(status) : m.audit_not_done()}
          </Badge>
          {isOwn ? <Badge>{m.audit_own()}</Badge> : null}
        </span>
        {first === undefined ? null : (
          <span className="mt-1 block break-words tabular-nums">
            {first.value}
            <span className="text-soft">{rest.map(({ value }) => ` · ${value}`).join('')}</span>
          </span>
        )}
        <span className="mt-1 block text-fine text-soft">
          {decidedAt === null
            ? `${m.audit_asked({ who: personText(requestedBy), when: when(requestedAt) })} · ${m.audit_expires({ when: when(expiresAt) })}`
            : m.audit_decided({ status: approvalStatusText(status), who: personText(decidedBy), when: when(decidedAt) })}
        </span>
      </span>
      <ChevronRight className="size-4 shrink-0 text-soft rtl:rotate-180" aria-hidden />
    </Link>
  )
}
