import { Form, useNavigation, useSubmit } from '@remix-run/react'
import { type FormEvent, useEffect, useRef } from 'react'
import { m } from '#messages'
import type { Previewed, RefundFormResult } from '#web/server/refunds.ts'
import { Button, ButtonLink, buttonClass } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { moneyText } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { SharesList } from './refund-history.tsx'
import { type OrderRefunds, REASONS, type RefundPart, reasonText, sharesOf } from './refund-words.ts'

export type RefundPage = {
  title: string
  orderPath: string
  known: OrderRefunds
  previewed: Previewed
  /** What the page's address says was entered. */
  entered: Record<string, string>
  key: string
  isStore: boolean
}
type Fields = { values: Record<string, string>; errors: Record<string, string> }

const BOX = 'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 py-2 text-ink aria-invalid:border-bad'
/** How long entries rest before the preview is asked for. */
const REST_MS = 250
const WHY: readonly string[] = ['note', 'reason']

/**
 * Chooses what to give back and shows at once who would bear what, as the server works it out. The entries are in the
 * page's address, so "Preview" works without scripts; with them every change previews.
 */
export function RefundView({ page, result }: { page: RefundPage; result: RefundFormResult | undefined }) {
  const { title, orderPath, known, previewed, entered, key, isStore } = page
  const submit = useSubmit()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const preview = ({ currentTarget, target }: FormEvent<HTMLFormElement>) => {
    // Why it is given back changes nothing of what it comes to.
    if (WHY.includes((target as HTMLInputElement).name)) return
    clearTimeout(timer.current)
    const data = new FormData(currentTarget)
    data.delete('key')
    timer.current = setTimeout(() => submit(data, { method: 'get', replace: true, preventScrollReset: true }), REST_MS)
  }
  const fields: Fields = { values: result?.values ?? entered, errors: result?.errors ?? {} }
  const back = <TextLink to={orderPath}>{m.refunds_back_to_order()}</TextLink>
  if (known.leftMinor === 0)
    return (
      <>
        <PageHeader back={back} title={title} />
        <Notice
          title={known.disputedMinor > 0 ? m.refunds_refused_disputed() : m.refunds_refused_nothing()}
          text={known.disputedMinor > 0 ? m.refunds_disputed_text() : m.refunds_nothing_text()}
          action={<ButtonLink to={orderPath}>{m.refunds_back_to_order()}</ButtonLink>}
        />
      </>
    )
  return (
    <>
      <PageHeader
        back={back}
        title={title}
        text={m.refunds_left({ amount: moneyText({ amountMinor: known.leftMinor, currency: known.currency }) })}
      />
      <Form
        method="get"
        onChange={preview}
        onSubmit={() => clearTimeout(timer.current)}
        className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <input type="hidden" name="key" value={key} />
        <div className="grid gap-5">
          <FormErrors errors={fields.errors[''] === undefined ? undefined : [fields.errors['']]} />
          <Parts known={known} fields={fields} />
          <Why fields={fields} isStore={isStore} />
        </div>
        <Outcome previewed={previewed} currency={known.currency} isStore={isStore} />
      </Form>
    </>
  )
}

function Parts({ known, fields }: { known: OrderRefunds; fields: Fields }) {
  const { parts, currency } = known
  const taxLeftMinor = parts.reduce((sum, { leftTaxMinor }) => sum + leftTaxMinor, 0)
  return (
    <Panel title={m.refunds_what()} isFlush>
      <ul className="divide-y divide-line">
        {parts.map((part) => (
          <Part key={part.orderLineId ?? 'shipping'} part={part} currency={currency} fields={fields} />
        ))}
        <li className="grid items-end gap-x-4 gap-y-2 px-4 py-4 sm:grid-cols-[minmax(0,1fr)_9rem] sm:px-5">
          <div>
            <label htmlFor="goodwill" className="text-small font-semibold">
              {m.refunds_goodwill()}
            </label>
            <p className="text-fine text-soft">{m.refunds_goodwill_hint()}</p>
          </div>
          <Amount name="goodwill" label={m.refunds_goodwill()} currency={currency} fields={fields} />
        </li>
        {taxLeftMinor === 0 ? null : (
          <li className="px-4 py-2 sm:px-5">
            <Tick name="tax" value="all" fields={fields}>
              {m.refunds_tax_all({ amount: moneyText({ amountMinor: taxLeftMinor, currency }) })}
            </Tick>
          </li>
        )}
        <li className="bg-accent-tint px-4 py-2 sm:px-5">
          <Tick name="everything" value="on" fields={fields}>
            <strong className="font-semibold">
              {m.refunds_everything({ amount: moneyText({ amountMinor: known.leftMinor, currency }) })}
            </strong>
          </Tick>
        </li>
      </ul>
    </Panel>
  )
}

function Part({ part, currency, fields }: { part: RefundPart; currency: string; fields: Fields }) {
  const name = part.orderLineId ?? 'shipping'
  const quantityName = `quantity.${name}`
  const left = moneyText({ amountMinor: part.leftMinor, currency })
  const isGone = part.leftMinor === 0 && part.leftQuantity === 0
  return (
    <li className="grid items-start gap-x-4 gap-y-2 px-4 py-4 sm:grid-cols-[minmax(0,1fr)_8rem_9rem] sm:px-5">
      <div className="min-w-0 text-small">
        <p className="font-medium break-words">{part.orderLineId === null ? m.refunds_delivery({ name: part.title }) : part.title}</p>
        <p className="text-fine text-soft">
          {isGone
            ? m.refunds_part_gone()
            : part.orderLineId === null
              ? m.refunds_part_left({ left })
              : m.refunds_line_left({ left, quantity: part.leftQuantity })}
        </p>
      </div>
      {isGone ? null : (
        <>
          {part.orderLineId === null ? (
            <Tick name={quantityName} value="all" fields={fields}>
              {m.refunds_all_of_it()}
            </Tick>
          ) : (
            <Entry name={quantityName} label={m.refunds_quantity_of({ title: part.title })} text={m.refunds_quantity()} fields={fields}>
              <select
                id={quantityName}
                name={quantityName}
                aria-label={m.refunds_quantity_of({ title: part.title })}
                defaultValue={fields.values[quantityName] ?? '0'}
                className={`${BOX} pe-8`}
              >
                {Array.from({ length: Math.min(part.leftQuantity, 100) + 1 }, (_, count) => (
                  <option key={String(count)} value={count}>
                    {count}
                  </option>
                ))}
              </select>
            </Entry>
          )}
          <Amount
            name={`amount.${name}`}
            label={m.refunds_amount_of({ title: part.orderLineId === null ? m.refunds_part_shipping() : part.title })}
            text={m.refunds_or_amount()}
            currency={currency}
            fields={fields}
          />
        </>
      )}
    </li>
  )
}

function Entry({
  name,
  text,
  fields,
  children,
}: {
  name: string
  label: string
  text?: string | undefined
  fields: Fields
  children: React.ReactNode
}) {
  const error = fields.errors[name]
  return (
    <div>
      {text === undefined ? null : (
        <span aria-hidden="true" className="mb-1 block text-fine text-soft">
          {text}
        </span>
      )}
      {children}
      {error === undefined ? null : (
        <p id={`${name}-error`} className="mt-1 text-fine font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

function Amount({ name, label, text, currency, fields }: { name: string; label: string; text?: string; currency: string; fields: Fields }) {
  const isWrong = fields.errors[name] !== undefined
  return (
    <Entry name={name} label={label} text={text} fields={fields}>
      <span className="flex items-center gap-2">
        <input
          id={name}
          name={name}
          aria-label={label}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? `${name}-error` : undefined}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={fields.values[name] ?? ''}
          className={`${BOX} text-end tabular-nums`}
        />
        <span className="text-fine text-soft">{currency}</span>
      </span>
    </Entry>
  )
}

function Tick({ name, value, fields, children }: { name: string; value: string; fields: Fields; children: React.ReactNode }) {
  return (
    <label className="flex min-h-11 items-center gap-3 text-small">
      <input
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={fields.values[name] === value}
        className="size-5 shrink-0 accent-accent"
      />
      <span>{children}</span>
    </label>
  )
}

function Why({ fields, isStore }: { fields: Fields; isStore: boolean }) {
  return (
    <Panel title={m.refunds_why()}>
      <div className="grid gap-4 sm:grid-cols-2">
        <div>
          <label htmlFor="reason" className="mb-1.5 block text-small font-semibold">
            {m.refunds_reason()}
          </label>
          <select id="reason" name="reason" defaultValue={fields.values.reason ?? REASONS[0]} className={`${BOX} pe-8`}>
            {REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {reasonText(reason)}
              </option>
            ))}
          </select>
        </div>
        {isStore ? null : (
          <fieldset>
            <legend className="mb-1.5 text-small font-semibold">{m.refunds_bearer()}</legend>
            {(['vendor', 'platform'] as const).map((bearer) => (
              <label key={bearer} className="flex min-h-6 items-center gap-3 py-1 text-small">
                <input
                  type="radio"
                  name="bearer"
                  value={bearer}
                  defaultChecked={(fields.values.bearer ?? 'vendor') === bearer}
                  className="size-5 accent-accent"
                />
                {bearer === 'vendor' ? m.refunds_bearer_vendor() : m.refunds_bearer_platform()}
              </label>
            ))}
          </fieldset>
        )}
        <div className="sm:col-span-2">
          <label htmlFor="note" className="mb-1.5 flex justify-between gap-3 text-small font-semibold">
            {m.refunds_note()}
            {isStore ? <span className="text-fine font-normal text-soft">{m.ui_optional()}</span> : null}
          </label>
          <textarea
            id="note"
            name="note"
            rows={3}
            maxLength={500}
            defaultValue={fields.values.note ?? ''}
            aria-invalid={fields.errors.note === undefined ? undefined : true}
            aria-describedby="note-hint"
            className={BOX}
          />
          <p id="note-hint" className={`mt-1.5 text-fine ${fields.errors.note === undefined ? 'text-soft' : 'font-medium text-bad'}`}>
            {fields.errors.note ?? m.refunds_note_hint()}
          </p>
        </div>
      </div>
    </Panel>
  )
}

/** What it comes to, and the button that does it. */
function Outcome({ previewed, currency, isStore }: { previewed: Previewed; currency: string; isStore: boolean }) {
  const { state, formMethod } = useNavigation()
  const isSending = state === 'submitting' && formMethod === 'POST'
  const money = (amountMinor: number) => moneyText({ amountMinor, currency })
  return (
    <div className="lg:sticky lg:top-20">
      <Panel title={m.refunds_comes_to()}>
        <div aria-live="polite">
          {previewed.kind === 'plan' ? (
            <>
              <p className="text-fine font-semibold text-soft">{m.refunds_buyer_gets()}</p>
              <p className="font-display text-[1.75rem] leading-tight font-bold tabular-nums">{money(previewed.plan.amountMinor)}</p>
              <p className="mt-4 border-t border-line pt-3 text-fine font-semibold text-soft">{m.refunds_comes_from()}</p>
              <SharesList shares={sharesOf(previewed.plan, isStore)} currency={currency} />
              {previewed.plan.debtMinor === 0 ? null : (
                <p className="mt-3 rounded-plate bg-warn-tint px-3 py-2 text-fine text-warn">
                  {isStore
                    ? m.refunds_debt_store({ amount: money(previewed.plan.debtMinor) })
                    : m.refunds_debt({ amount: money(previewed.plan.debtMinor) })}
                </p>
              )}
              {previewed.plan.needsApproval ? (
                <p className="mt-3 rounded-plate bg-accent-tint px-3 py-2 text-fine">{m.refunds_needs_approval()}</p>
              ) : null}
            </>
          ) : (
            <p className={`text-small ${previewed.kind === 'refused' ? 'text-bad' : 'text-soft'}`}>
              {previewed.kind === 'refused' ? previewed.text : m.refunds_choose_first()}
            </p>
          )}
        </div>
        <div className="mt-5 grid gap-2">
          <Button
            type="submit"
            formMethod="post"
            aria-disabled={isSending}
            onClick={isSending ? (event) => event.preventDefault() : undefined}
            className="w-full whitespace-normal"
          >
            {isSending
              ? m.refunds_sending()
              : previewed.kind === 'plan' && previewed.plan.needsApproval
                ? m.refunds_ask()
                : m.refunds_confirm()}
          </Button>
          <noscript>
            <button type="submit" className={`${buttonClass('secondary')} w-full`}>
              {m.refunds_preview()}
            </button>
          </noscript>
        </div>
      </Panel>
    </div>
  )
}
