import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import type { Loaded } from '#web/server/answer.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { FormErrors, TextAreaField } from '#web/ui/field.tsx'
import { agoText, clockText, momentText, numberText } from '#web/ui/format.ts'
import { CircleCheck, TriangleAlert } from '#web/ui/icons.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { JournalFault } from '#worker/pure/journal.ts'
import { AlarmForm } from './oversight-forms.ts'
import { type Alarms, faultText, type Health, type JournalState, journalText, type Versions } from './oversight-words.ts'
import { SealPanel } from './seal-panel.tsx'

type Page = {
  health: Health
  versions: Versions
  alarms: Loaded<Alarms>
  journals: Loaded<{ items: JournalState[] }>
  result: SubmissionResult | undefined
  nowMs: number
}

/** What the marketplace stands on: who answers, what waits, how the schedule went, which databases are behind. */
export function HealthView({ health, versions, alarms, journals, result, nowMs }: Page) {
  const { database, stripe, outbox, webhooks, mails, deadLetters, schedule, schema } = health
  const open = alarms.ok ? alarms.value.items : []
  const backlogs = [outbox, webhooks, mails, deadLetters]
  const isWell =
    database.isReachable && stripe.isReachable && !schedule.isLate && open.length === 0 && backlogs.every(({ isLate }) => !isLate)
  return (
    <>
      <PageHeader title={m.audit_health_title()} text={m.audit_health_text({ when: clockText(health.asOf) })}>
        <Badge tone={isWell ? 'good' : 'warn'}>{isWell ? m.audit_health_good() : m.audit_health_bad()}</Badge>
      </PageHeader>
      <div className="grid gap-5">
        {open.length === 0 ? null : (
          <Panel title={m.audit_alarms_title()} isFlush>
            <ul className="divide-y divide-line">
              {open.map((alarm) => (
                <li key={alarm.id} className="px-4 py-4 sm:px-5">
                  <Alarm alarm={alarm} result={result} nowMs={nowMs} />
                </li>
              ))}
            </ul>
          </Panel>
        )}
        <div className="grid items-start gap-5 md:grid-cols-2">
          <Panel title={m.audit_health_services()} isFlush>
            <ul className="divide-y divide-line">
              <Line name={m.audit_health_database()} isFine={database.isReachable} text={reachText(database)} />
              <Line name={m.audit_health_stripe()} isFine={stripe.isReachable} text={reachText(stripe)} />
              <Line
                name={m.audit_health_schedule()}
                isFine={!schedule.isLate && schedule.ranAt !== null}
                text={ranText(schedule.ranAt, nowMs)}
              />
            </ul>
          </Panel>
          <Panel title={m.audit_health_waiting()} isFlush>
            <ul className="divide-y divide-line">
              <Line name={m.audit_health_outbox()} isFine={!outbox.isLate} text={backlogText(outbox, nowMs)} />
              <Line name={m.audit_health_webhooks()} isFine={!webhooks.isLate} text={backlogText(webhooks, nowMs)} />
              <Line name={m.audit_health_mails()} isFine={!mails.isLate} text={backlogText(mails, nowMs)} />
              <Line
                name={<TextLink to="/admin/dead-letters">{m.audit_health_letters()}</TextLink>}
                isFine={!deadLetters.isLate}
                text={backlogText(deadLetters, nowMs)}
              />
            </ul>
          </Panel>
        </div>
        <SealPanel journals={journals} canVerify nowMs={nowMs} />
        <Schemas schema={schema} versions={versions} />
        {schedule.tasks.length === 0 ? null : <Tasks tasks={schedule.tasks} nowMs={nowMs} />}
      </div>
    </>
  )
}

const reachText = ({ isReachable, tookMs }: Health['database']): string =>
  isReachable ? m.audit_health_answers({ ms: numberText(tookMs) }) : m.audit_health_silent()
const ranText = (at: string | null, nowMs: number): string =>
  at === null ? m.audit_health_never_ran() : m.audit_health_ran({ when: agoText(Date.parse(at), nowMs) })
const backlogText = ({ waiting, oldestAt }: Health['outbox'], nowMs: number): string =>
  waiting === 0 || oldestAt === null
    ? m.audit_health_nothing()
    : m.audit_health_oldest({ count: numberText(waiting), when: agoText(Date.parse(oldestAt), nowMs) })

function Line({ name, isFine, text }: { name: ReactNode; isFine: boolean; text: string }) {
  const Icon = isFine ? CircleCheck : TriangleAlert
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-small sm:px-5">
      <Icon className={`size-4.5 shrink-0 ${isFine ? 'text-good' : 'text-warn'}`} aria-hidden />
      <span className="font-medium">{name}</span>
      <span className={`ms-auto tabular-nums ${isFine ? 'text-soft' : 'font-semibold'}`}>{text}</span>
    </li>
  )
}

/** What is done by the clock: what fails stands open, what goes well is folded away. */
function Tasks({ tasks, nowMs }: { tasks: Task[]; nowMs: number }) {
  const failing = tasks.filter(({ isFailing }) => isFailing)
  const well = tasks.filter(({ isFailing }) => !isFailing)
  const table = (rows: Task[]) => (
    <DataTable caption={m.audit_health_schedule()} columns={taskColumns(nowMs)} rows={rows} rowKey={({ name }) => name} />
  )
  return (
    <Panel title={m.audit_health_schedule()} isFlush>
      {failing.length === 0 ? null : table(failing)}
      {well.length === 0 ? null : (
        <details className={failing.length === 0 ? '' : 'border-t border-line'}>
          <summary className="min-h-11 cursor-pointer px-4 py-3 text-small font-semibold text-accent sm:px-5">
            {m.audit_health_tasks_well({ count: well.length })}
          </summary>
          {table(well)}
        </details>
      )}
    </Panel>
  )
}

type Task = Health['schedule']['tasks'][number]
const taskColumns = (nowMs: number): Column<Task>[] => [
  { key: 'task', title: m.audit_health_task(), isHeadline: true, cell: ({ name }) => <code>{name}</code> },
  {
    key: 'last',
    title: m.audit_health_last(),
    cell: ({ ranAt }) => (
      <time dateTime={ranAt} title={momentText(ranAt)} className="text-soft">
        {agoText(Date.parse(ranAt), nowMs)}
      </time>
    ),
  },
  { key: 'took', title: m.audit_health_took(), isNumber: true, cell: ({ tookMs }) => m.audit_health_ms({ ms: numberText(tookMs) }) },
  {
    key: 'result',
    title: m.audit_health_result(),
    cell: ({ isFailing, failedAt, failure }) => (
      <span className="block min-w-0">
        <Badge tone={isFailing ? 'bad' : 'good'}>{isFailing ? m.audit_health_failing() : m.audit_health_ok()}</Badge>
        {failedAt === null ? null : (
          <span className="mt-1 block text-fine text-soft wrap-anywhere">
            {m.audit_health_failed_before({ when: agoText(Date.parse(failedAt), nowMs), why: failure ?? '' })}
          </span>
        )}
      </span>
    ),
  },
]

function Schemas({ schema: { latest, versions, behind }, versions: list }: { schema: Health['schema']; versions: Versions }) {
  return (
    <Panel
      title={m.audit_health_schema()}
      action={
        <Form method="post">
          <SubmitButton name="intent" value="roll_out" look="secondary" isSmall pendingText={m.audit_health_rolling_out()}>
            {m.audit_health_roll_out()}
          </SubmitButton>
        </Form>
      }
    >
      <p className="text-small">
        {m.audit_health_schema_text({ latest: numberText(latest) })}{' '}
        {behind === 0 ? m.audit_health_schema_current() : m.audit_health_schema_behind({ count: behind })}
      </p>
      <ul className="mt-4 grid gap-2 text-small">
        {versions.map(({ schemaVersion, vendors }) => (
          <li key={schemaVersion} className="flex flex-wrap items-center gap-3">
            <span className="w-24 shrink-0">{m.audit_health_version({ version: numberText(schemaVersion) })}</span>
            <span className="tabular-nums">{m.audit_health_version_stores({ count: vendors })}</span>
            {schemaVersion < latest ? <Badge tone="warn">{m.audit_health_behind()}</Badge> : null}
          </li>
        ))}
      </ul>
      <details className="mt-4 text-small">
        <summary className="min-h-9 cursor-pointer font-semibold text-accent">
          {m.audit_health_all_stores({ count: list.items.length })}
        </summary>
        <ul className="mt-2 grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
          {list.items.map(({ id, name, schemaVersion, isCanary, isBehind }) => (
            <li key={id} className="flex flex-wrap items-center gap-2">
              <TextLink to={`/admin/vendors/${id}`}>{name}</TextLink>
              <span className="text-fine text-soft">{m.audit_health_version({ version: numberText(schemaVersion) })}</span>
              {isCanary ? <Badge>{m.audit_health_canary()}</Badge> : null}
              {isBehind ? <Badge tone="warn">{m.audit_health_behind()}</Badge> : null}
            </li>
          ))}
        </ul>
      </details>
    </Panel>
  )
}

type AlarmRow = Alarms['items'][number]

function Alarm({ alarm, result, nowMs }: { alarm: AlarmRow; result: Page['result']; nowMs: number }) {
  const { id, raisedAt, seenAt } = alarm
  const [form, fields] = useForm({
    id: `alarm-${id}`,
    lastResult: result?.initialValue?.alarmId === id ? result : undefined,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: AlarmForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { note: '' },
  })
  const when = (at: string) => agoText(Date.parse(at), nowMs)
  return (
    <>
      <p className="flex items-start gap-3 font-semibold text-bad">
        <TriangleAlert className="mt-0.5 size-5 shrink-0" aria-hidden />
        <span className="min-w-0 wrap-anywhere">{alarmText(alarm)}</span>
      </p>
      <p className="mt-1 ps-8 text-fine text-soft">{m.audit_alarm_since({ when: when(raisedAt), seen: when(seenAt) })}</p>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="mt-3 max-w-xl space-y-3 ps-8">
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="intent" value="acknowledge" />
        <input type="hidden" name="alarmId" value={id} />
        <TextAreaField field={fields.note} label={m.audit_alarm_note()} rows={2} />
        <SubmitButton look="secondary" isSmall pendingText={m.audit_alarm_answering()}>
          {m.audit_alarm_answer()}
        </SubmitButton>
      </Form>
    </>
  )
}

const isFault = (detail: unknown): detail is JournalFault =>
  typeof detail === 'object' && detail !== null && 'kind' in detail && 'block' in detail && 'position' in detail

/** What waits, in the words of `worker/pure/message.ts`. */
const WAITING_TEXT: Record<string, (facts: { subject: string; waiting: string }) => string> = {
  dead_letters_old: m.audit_alarm_dead_letters_old,
  outbox_stuck: m.audit_alarm_outbox_stuck,
  queue_behind: m.audit_alarm_queue_behind,
}

function alarmText({ kind, subject, detail }: AlarmRow): string {
  const waitingText = WAITING_TEXT[kind]
  if (waitingText && typeof detail === 'object' && detail !== null && 'waiting' in detail)
    return waitingText({ subject, waiting: numberText(Number(detail.waiting)) })
  if (kind !== 'journal_broken' || (subject !== 'ledger' && subject !== 'audit')) return m.audit_alarm_other({ kind, subject })
  const what = isFault(detail) ? `: ${faultText(detail)}` : ''
  return `${m.audit_alarm_journal({ name: journalText(subject) })}${what}`
}
