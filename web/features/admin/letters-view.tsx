import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { Button, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { RowSelection, RowTick } from '#web/ui/row-selection.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import type { Letter, LetterList } from './admin-words.ts'
import { Ago } from './ago.tsx'

type Page = { list: LetterList; show: Letter['status']; filter: { type: string; reason: string }; nowMs: number }

/** Messages nobody could act on: what they wanted, why it did not work, and another try. */
export function LettersView({ list, show, filter, nowMs }: Page) {
  const TABS: [Letter['status'], string][] = [
    ['waiting', m.admin_letters_waiting()],
    ['replayed', m.admin_letters_replayed()],
    ['dropped', m.admin_letters_dropped()],
  ]
  return (
    <>
      <PageHeader title={m.admin_letters_title()} text={m.admin_letters_text()} />
      <TabLinks
        label={m.admin_letters_views()}
        tabs={TABS.map(([status, text]) => ({ to: `/admin/dead-letters?show=${status}`, text, isCurrent: status === show }))}
      />
      <LetterFilter list={list} show={show} filter={filter} />
      {list.items.length === 0 ? (
        <Notice
          title={show === 'waiting' ? m.admin_letters_none_title() : m.admin_letters_empty_title()}
          text={show === 'waiting' ? m.admin_letters_none_text() : m.admin_letters_empty_text()}
        />
      ) : (
        <Panel isFlush>
          <Selection isOn={show === 'waiting'}>
            <DataTable caption={m.admin_letters_title()} columns={columnsOf(show, nowMs)} rows={list.items} rowKey={({ id }) => id} />
          </Selection>
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

const BOX = 'mt-1.5 min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 py-2 text-ink'

/** Narrows the list by type and reason; a type that waits can be sent again as a whole. */
function LetterFilter({ list, show, filter }: Omit<Page, 'nowMs'>) {
  const kind = list.kinds.find(({ type }) => type === filter.type)
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      <Form method="get" className="flex min-w-0 flex-wrap items-end gap-3">
        <input type="hidden" name="show" value={show} />
        <label className="text-small font-semibold">
          {m.platform_letters_kind()}
          <select name="type" defaultValue={filter.type} className={BOX}>
            <option value="">{m.platform_letters_all_kinds()}</option>
            {list.kinds.map(({ type, count }) => (
              <option key={type} value={type}>
                {m.platform_letters_kind_count({ type, count: String(count) })}
              </option>
            ))}
          </select>
        </label>
        <label className="text-small font-semibold">
          {m.platform_letters_reason()}
          <input name="reason" defaultValue={filter.reason} maxLength={100} className={BOX} />
        </label>
        <Button type="submit" look="secondary">
          {m.platform_letters_filter()}
        </Button>
      </Form>
      {kind && show === 'waiting' ? (
        <Form method="post">
          <input type="hidden" name="kind" value={kind.type} />
          <SubmitButton name="intent" value="replay-kind" look="quiet" pendingText={m.admin_letters_replaying()}>
            {m.platform_letters_replay_kind({ count: String(kind.count), type: kind.type })}
          </SubmitButton>
        </Form>
      ) : null}
    </div>
  )
}

/** Only letters that wait can be acted on. */
function Selection({ isOn, children }: { isOn: boolean; children: ReactNode }) {
  if (!isOn) return children
  return (
    <RowSelection
      method="post"
      action="/admin/dead-letters"
      buttons={(isNone) => (
        <>
          <SubmitButton name="intent" value="replay" isSmall disabled={isNone} pendingText={m.admin_letters_replaying()}>
            {m.admin_letters_replay()}
          </SubmitButton>
          <details className="relative">
            <summary className="flex min-h-9 cursor-pointer items-center rounded-pill px-3.5 text-small font-semibold text-bad">
              {m.admin_letters_drop()}
            </summary>
            <div className="absolute end-0 z-10 mt-1 w-72 max-w-[calc(100vw-3rem)] rounded-plate border border-line bg-card p-4 shadow-xl">
              <p className="text-small text-soft">{m.admin_letters_drop_text()}</p>
              <label className="mt-3 block text-small font-semibold" htmlFor="letters-reason">
                {m.platform_letters_why()}
              </label>
              <input id="letters-reason" name="reason" maxLength={500} className={BOX} />
              <label className="mt-3 flex min-h-11 items-center gap-3 text-small">
                <input type="checkbox" name="sure" className="size-5 shrink-0 accent-accent" />
                <span>{m.admin_letters_drop_sure()}</span>
              </label>
              <SubmitButton name="intent" value="drop" look="danger" isSmall disabled={isNone} pendingText={m.admin_letters_dropping()}>
                {m.admin_letters_drop_confirm()}
              </SubmitButton>
            </div>
          </details>
        </>
      )}
    >
      {children}
    </RowSelection>
  )
}

const typeOf = ({ body }: Letter): string =>
  typeof body === 'object' && body !== null && 'type' in body ? String(body.type) : m.admin_letter_unknown()

const columnsOf = (show: Letter['status'], nowMs: number): Column<Letter>[] => [
  ...(show === 'waiting'
    ? [
        {
          key: 'tick',
          title: m.admin_select(),
          isUnlabelled: true,
          cell: (letter: Letter) => <RowTick name="id" value={letter.id} label={m.admin_letter_select({ type: typeOf(letter) })} />,
        },
      ]
    : []),
  {
    key: 'what',
    title: m.admin_letter_what(),
    isHeadline: true,
    cell: (letter) => (
      <details>
        <summary className="cursor-pointer font-medium sm:whitespace-nowrap">
          <code>{typeOf(letter)}</code>
        </summary>
        <pre className="mt-2 max-w-full overflow-x-auto rounded-plate bg-stone p-3 text-fine whitespace-pre-wrap break-all">
          {JSON.stringify(letter.body, null, 2)}
        </pre>
      </details>
    ),
  },
  {
    key: 'why',
    title: m.admin_letter_why(),
    cell: ({ reason, resolution }) => (
      <span className="break-words">
        {reason}
        {resolution === null ? null : (
          <span className="mt-1 block text-fine text-soft">{m.platform_letters_resolved({ reason: resolution })}</span>
        )}
      </span>
    ),
  },
  { key: 'queue', title: m.admin_letter_queue(), cell: ({ queue }) => <code className="text-fine whitespace-nowrap">{queue}</code> },
  { key: 'tries', title: m.admin_letter_tries(), isNumber: true, cell: ({ attempts }) => attempts },
  { key: 'since', title: m.admin_since(), cell: ({ createdAt }) => <Ago at={createdAt} nowMs={nowMs} /> },
]
