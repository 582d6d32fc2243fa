import type { ReactNode } from 'react'
import { m } from '#messages'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { RowSelection, RowTick } from '#web/ui/row-selection.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import type { Letter, LetterList } from './admin-words.ts'
import { Ago } from './ago.tsx'

type Page = { list: LetterList; show: Letter['status']; nowMs: number }

/** Messages nobody could act on: what they wanted, why it did not work, and another try. */
export function LettersView({ list, show, nowMs }: Page) {
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
        <summary className="cursor-pointer font-medium">
          <code>{typeOf(letter)}</code>
        </summary>
        <pre className="mt-2 max-w-full overflow-x-auto rounded-plate bg-stone p-3 text-fine whitespace-pre-wrap break-all">
          {JSON.stringify(letter.body, null, 2)}
        </pre>
      </details>
    ),
  },
  { key: 'why', title: m.admin_letter_why(), cell: ({ reason }) => <span className="break-words">{reason}</span> },
  { key: 'queue', title: m.admin_letter_queue(), cell: ({ queue }) => <code className="text-fine">{queue}</code> },
  { key: 'tries', title: m.admin_letter_tries(), isNumber: true, cell: ({ attempts }) => attempts },
  { key: 'since', title: m.admin_since(), cell: ({ createdAt }) => <Ago at={createdAt} nowMs={nowMs} /> },
]
