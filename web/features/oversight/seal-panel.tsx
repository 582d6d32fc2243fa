import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { agoText, numberText } from '#web/ui/format.ts'
import { LoaderCircle, type LucideIcon, ShieldAlert, ShieldCheck } from '#web/ui/icons.ts'
import { Panel } from '#web/ui/panel.tsx'
import { faultText, type JournalState, journalText } from './oversight-words.ts'

/** How far both journals are sealed, what the last verification found, and another one. */
export function SealPanel({
  journals,
  canVerify,
  nowMs,
}: {
  journals: Loaded<{ items: JournalState[] }>
  canVerify: boolean
  nowMs: number
}) {
  if (!journals.ok) return null
  return (
    <Panel title={m.audit_seal_title()} isFlush>
      <ul className="divide-y divide-line sm:grid sm:grid-cols-2 sm:divide-x sm:divide-y-0">
        {journals.value.items.map((state) => (
          <li key={state.journal} className="flex flex-wrap items-start gap-4 px-4 py-4 sm:px-5">
            <State state={state} nowMs={nowMs} />
            {canVerify ? <Verify state={state} /> : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function State({
  state: { journal, sealedAt, sealedRows, sealedBlocks, unsealedRows, check },
  nowMs,
}: {
  state: JournalState
  nowMs: number
}) {
  const isBroken = check?.status === 'failed'
  const Icon: LucideIcon = isBroken ? ShieldAlert : check?.status === 'running' ? LoaderCircle : ShieldCheck
  const when = (at: string) => agoText(Date.parse(at), nowMs)
  return (
    <div className="flex min-w-0 grow basis-60 gap-3">
      <Icon
        className={`mt-0.5 size-5 shrink-0 ${isBroken ? 'text-bad' : check?.status === 'passed' ? 'text-good' : 'text-soft'}`}
        aria-hidden
      />
      <div className="min-w-0 text-small">
        <p className="font-semibold">{journalText(journal)}</p>
        <p className={`wrap-anywhere ${isBroken ? 'font-semibold text-bad' : ''}`}>{checkText(check, when)}</p>
        <p className="mt-0.5 text-fine text-soft tabular-nums">
          {sealedAt === null
            ? m.audit_seal_none()
            : m.audit_seal_rows({ rows: numberText(sealedRows), blocks: numberText(sealedBlocks), when: when(sealedAt) })}
          {unsealedRows > 0 ? ` · ${m.audit_seal_waiting({ count: unsealedRows })}` : null}
        </p>
      </div>
    </div>
  )
}

function checkText(check: JournalState['check'], when: (at: string) => string): string {
  if (check === null) return m.audit_seal_never()
  if (check.status === 'running')
    return m.audit_seal_running({ checked: numberText(check.checkedBlocks), blocks: numberText(check.blocks) })
  if (check.fault !== null) return m.audit_seal_broken({ what: faultText(check.fault) })
  return m.audit_seal_verified({ when: when(check.finishedAt ?? check.startedAt), rows: numberText(check.checkedRows) })
}

function Verify({ state: { journal, check } }: { state: JournalState }) {
  return (
    <Form method="post" action="/admin/audit">
      <SubmitButton name="verify" value={journal} look="secondary" isSmall pendingText={m.audit_seal_verifying()}>
        {check?.status === 'running' ? m.audit_seal_go_on() : m.audit_seal_verify()}
        <span className="sr-only">: {journalText(journal)}</span>
      </SubmitButton>
    </Form>
  )
}
