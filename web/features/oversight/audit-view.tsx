import { Form } from '@remix-run/react'
import { m } from '#messages'
import { roleText } from '#web/features/admin/admin-words.ts'
import { FILTER_BOX } from '#web/features/admin/filters.tsx'
import { recordPage } from '#web/features/admin/record-pages.ts'
import type { Loaded } from '#web/server/answer.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { agoText, momentText, numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { DiffTable, valueText } from './diff-table.tsx'
import { ACTION_KINDS, type AuditEvent, type AuditList, type JournalState } from './oversight-words.ts'
import { SealPanel } from './seal-panel.tsx'

export const FILTERS = ['who', 'action', 'subject', 'outcome', 'from', 'to'] as const
export type AuditFilters = Record<(typeof FILTERS)[number], string>
type Page = { list: AuditList; filters: AuditFilters; journals: Loaded<{ items: JournalState[] }>; canVerify: boolean; nowMs: number }

/** Everything the people of the marketplace did and were refused; what it was before and after, and from where. */
export function AuditView({ list, filters, journals, canVerify, nowMs }: Page) {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''))
  return (
    <>
      <PageHeader title={m.audit_log_title()} text={m.audit_log_text()}>
        <ButtonLink to={`/admin/audit.csv?${query}`} look="secondary" reloads>
          {m.audit_log_export()}
        </ButtonLink>
      </PageHeader>
      <div className="mb-6">
        <SealPanel journals={journals} canVerify={canVerify} nowMs={nowMs} />
      </div>
      <Filters filters={filters} isFiltered={query.size > 0} />
      {list.items.length === 0 ? (
        <Notice title={m.audit_log_none_title()} text={m.audit_log_none_text()} />
      ) : (
        <Panel isFlush>
          <DataTable caption={m.audit_log_title()} columns={columnsOf(nowMs)} rows={list.items} rowKey={({ id }) => id} />
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

function Filters({ filters, isFiltered }: { filters: AuditFilters; isFiltered: boolean }) {
  const isKind = filters.action === '' || ACTION_KINDS.some(([prefix]) => prefix === filters.action)
  const label = 'min-w-0 basis-36 grow text-fine font-semibold sm:grow-0'
  return (
    <Form method="get" className="mb-5 flex flex-wrap items-end gap-3">
      <label className={`${label} sm:basis-44`}>
        {m.audit_log_who()}
        <input
          key={filters.who}
          name="who"
          defaultValue={filters.who}
          placeholder={m.audit_log_who_hint()}
          className={`mt-1 ${FILTER_BOX}`}
        />
      </label>
      <label className={label}>
        {m.audit_log_action()}
        <select key={filters.action} name="action" defaultValue={filters.action} className={`mt-1 pe-8 ${FILTER_BOX}`}>
          <option value="">{m.audit_log_actions_all()}</option>
          {ACTION_KINDS.map(([prefix, text]) => (
            <option key={prefix} value={prefix}>
              {text()}
            </option>
          ))}
          {isKind ? null : <option value={filters.action}>{filters.action}</option>}
        </select>
      </label>
      <label className={`${label} sm:basis-44`}>
        {m.audit_log_subject()}
        <input
          key={filters.subject}
          name="subject"
          defaultValue={filters.subject}
          placeholder={m.audit_log_subject_hint()}
          className={`mt-1 ${FILTER_BOX}`}
        />
      </label>
      <label className={`${label} sm:basis-36`}>
        {m.audit_log_outcome()}
        <select key={filters.outcome} name="outcome" defaultValue={filters.outcome} className={`mt-1 pe-8 ${FILTER_BOX}`}>
          <option value="">{m.audit_log_outcomes_all()}</option>
          <option value="done">{m.audit_log_done()}</option>
          <option value="denied">{m.audit_log_denied()}</option>
        </select>
      </label>
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className={label}>
          {name === 'from' ? m.audit_log_from() : m.audit_log_to()}
          <input key={filters[name]} type="date" name={name} defaultValue={filters[name]} className={`mt-1 ${FILTER_BOX}`} />
        </label>
      ))}
      <Button type="submit" look="secondary">
        {m.audit_log_find()}
      </Button>
      {isFiltered ? (
        <ButtonLink to="/admin/audit" look="quiet">
          {m.audit_log_clear()}
        </ButtonLink>
      ) : null}
    </Form>
  )
}

const columnsOf = (nowMs: number): Column<AuditEvent>[] => [
  {
    key: 'what',
    title: m.audit_log_what(),
    isHeadline: true,
    cell: ({ action, outcome, subjectId, vendor }) => (
      <span className="block min-w-0">
        <span className="flex flex-wrap items-center gap-2">
          <code className="font-semibold">{action}</code>
          {outcome === 'denied' ? <Badge tone="bad">{m.audit_log_denied()}</Badge> : null}
        </span>
        <span className="mt-0.5 block text-fine text-soft wrap-anywhere">
          {vendor?.name === undefined || vendor.name === null ? (
            <Subject id={subjectId} />
          ) : (
            <TextLink to={`/admin/vendors/${vendor.id}`}>{vendor.name}</TextLink>
          )}
        </span>
      </span>
    ),
  },
  {
    key: 'who',
    title: m.audit_log_who(),
    cell: ({ actor }) => (
      <span className="block min-w-0">
        <TextLink to={`/admin/audit?who=${encodeURIComponent(actor.email ?? actor.id)}`}>{actor.name ?? actor.id}</TextLink>
        {actor.role === '' || actor.role === 'anonymous' ? null : <span className="block text-fine text-soft">{roleText(actor.role)}</span>}
      </span>
    ),
  },
  { key: 'changed', title: m.audit_log_changed(), cell: (event) => <Changed event={event} /> },
  {
    key: 'where',
    title: m.audit_log_where(),
    cell: ({ ip, userAgent }) => (
      <span className="block max-w-48 text-fine wrap-anywhere" title={userAgent}>
        {ip === '' ? '–' : ip}
      </span>
    ),
  },
  {
    key: 'when',
    title: m.audit_log_when(),
    cell: ({ at }) => (
      <time dateTime={at} title={momentText(at)} className="whitespace-nowrap text-soft">
        {agoText(Date.parse(at), nowMs)}
      </time>
    ),
  },
]

function Subject({ id }: { id: string }) {
  const page = recordPage(id)
  return page === null ? id : <TextLink to={page}>{id}</TextLink>
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** As many changed fields as are named before one has a look. */
const NAMES_MAX = 4

/** The fields that changed, side by side, and whatever else was noted. */
function Changed({ event: { before, after, detail, position, requestId, userAgent, at } }: { event: AuditEvent }) {
  const names = [...new Set([...Object.keys(isFields(before) ? before : {}), ...Object.keys(isFields(after) ? after : {})])]
  const noted = isFields(detail) ? Object.entries(detail) : []
  return (
    <details className="min-w-0 text-small">
      <summary className="cursor-pointer wrap-anywhere">
        {names.length === 0
          ? m.audit_log_more()
          : names.length <= NAMES_MAX
            ? names.join(', ')
            : m.audit_log_changes({ count: names.length })}
      </summary>
      <div className="mt-2 space-y-3">
        {names.length === 0 ? (
          <p className="text-fine text-soft">{m.audit_log_no_change()}</p>
        ) : (
          <DiffTable names={names} before={isFields(before) ? before : null} after={isFields(after) ? after : null} />
        )}
        {noted.length === 0 ? null : (
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-fine">
            {noted.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-soft">{name}</dt>
                <dd className="min-w-0 wrap-anywhere">{valueText(value)}</dd>
              </div>
            ))}
          </dl>
        )}
        <p className="text-fine text-soft wrap-anywhere">
          {[momentText(at), m.audit_log_row({ position: numberText(position) }), m.audit_log_request({ id: requestId }), userAgent]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </details>
  )
}
