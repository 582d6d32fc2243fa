import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form, useSubmit } from '@remix-run/react'
import { useEffect } from 'react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { CheckboxField, FormErrors, TextAreaField } from '#web/ui/field.tsx'
import { dayText, momentText, numberText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { type Names, type Simulation, whenText } from './commission-words.ts'
import { SaveForm } from './rule-form.ts'
import { RuleParts, RuleScope } from './rule-parts.tsx'
import { MostChanged, StoreDifferences, Totals } from './simulation-figures.tsx'
import type { StorePage } from './store-page.ts'

type Page = {
  simulation: Omit<Simulation, 'vendors'>
  stores: StorePage
  name: string
  names: Names
  idempotencyKey: string
  result: SubmissionResult | undefined
}

/** What a change of rules comes to on orders of the past; saved from here, once somebody has looked. */
export function SimulationView({ simulation, stores, name, names, idempotencyKey, result }: Page) {
  const { kind, from, to, rule, isDone, isCurrent, savedAt } = simulation
  const title = { new: m.commission_sim_title_new, change: m.commission_sim_title_change, end: m.commission_sim_title_end }[kind]({ name })
  return (
    <>
      <PageHeader
        title={title}
        text={`${m.commission_sim_text({ from: dayText(from), to: dayText(to) })} ${savedAt === null ? m.commission_sim_unsaved() : ''}`.trim()}
        back={<TextLink to="/admin/commission">{m.commission_back()}</TextLink>}
      />
      {isDone ? null : <Progress simulation={simulation} />}
      {savedAt === null ? null : <Told text={m.commission_sim_saved({ when: momentText(savedAt) })} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {simulation.total === 0 ? (
            <Notice title={m.commission_sim_none_title()} text={m.commission_sim_none_text()} />
          ) : (
            <>
              <Totals totals={simulation.totals} />
              <StoreDifferences page={stores} names={names} />
              <MostChanged orders={simulation.mostChanged} names={names} />
            </>
          )}
        </div>
        <div className="grid gap-5 lg:sticky lg:top-5">
          {rule === null ? null : (
            <Panel title={rule.name}>
              <div className="grid gap-3 text-small">
                <RuleParts components={rule.components} />
                <RuleScope rule={rule} names={names} />
                <p className="text-soft">{whenText(rule)}</p>
              </div>
            </Panel>
          )}
          {savedAt !== null ? null : !isCurrent ? (
            <Panel title={m.commission_sim_stale_title()}>
              <p className="mb-4 text-small">{m.commission_sim_stale()}</p>
              {kind === 'end' ? null : (
                <ButtonLink
                  to={kind === 'change' ? `/admin/commission/new?from=${simulation.replacesId}` : '/admin/commission/new'}
                  look="secondary"
                >
                  {m.commission_sim_again()}
                </ButtonLink>
              )}
            </Panel>
          ) : isDone ? (
            <Save idempotencyKey={idempotencyKey} result={result} />
          ) : null}
        </div>
      </div>
    </>
  )
}

const Told = ({ text }: { text: string }) => (
  <p role="status" className="mb-5 rounded-plate bg-good-tint px-4 py-3 text-small font-semibold text-good">
    {text}
  </p>
)

/** A long replay goes on by itself where scripts run, and by a button where they do not. */
function Progress({ simulation: { done, total } }: Pick<Page, 'simulation'>) {
  const submit = useSubmit()
  // Every step that comes back begins the next; one that brought nothing new waits for the button. All may be replayed and the
  // last step, which finds that none is left, still to come.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step is sent when the one before it came back
  useEffect(() => {
    submit({ intent: 'continue' }, { method: 'post', replace: true, preventScrollReset: true })
  }, [done, submit])
  return (
    <Form method="post" className="mb-5 flex flex-wrap items-center gap-4">
      <progress
        value={done}
        max={Math.max(1, total)}
        className="h-2 min-w-48 flex-1 accent-accent"
        aria-label={m.commission_simulating()}
      />
      <span className="text-small tabular-nums">{m.commission_sim_progress({ done: numberText(done), total: numberText(total) })}</span>
      <SubmitButton name="intent" value="continue" look="secondary" isSmall>
        {m.commission_sim_continue()}
      </SubmitButton>
    </Form>
  )
}

function Save({ idempotencyKey, result }: Pick<Page, 'idempotencyKey' | 'result'>) {
  const [form, fields] = useForm({
    id: 'save',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: SaveForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { reason: '', confirmed: false },
  })
  return (
    <Panel title={m.commission_sim_save()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <p className="text-small text-soft">{m.commission_sim_save_text()}</p>
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <TextAreaField field={fields.reason} label={m.commission_sim_reason()} hint={m.commission_sim_reason_hint()} rows={3} />
        <CheckboxField field={fields.confirmed} label={m.commission_sim_confirm()} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton pendingText={m.commission_sim_saving()}>{m.commission_sim_save()}</SubmitButton>
          <ButtonLink to="/admin/commission" look="quiet">
            {m.commission_back()}
          </ButtonLink>
        </div>
      </Form>
    </Panel>
  )
}
