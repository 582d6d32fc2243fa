import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { momentText, moneyText } from '#web/ui/format.ts'
import { Figure, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CURRENCIES } from '#worker/pure/money.ts'
import { AdjustForm, HoldForm } from './forms.ts'
import { HoldList } from './hold-list.tsx'
import { type Purse, signedText } from './payout-words.ts'
import { TermsForm } from './terms-form.tsx'

type Page = {
  vendor: { id: string; name: string; currency: string }
  purse: Purse
  requestKey: string
  result: SubmissionResult | undefined
}

/** Everything about one vendor's money, for the marketplace's own people. */
export function MoneyView({ vendor, purse, requestKey, result }: Page) {
  const of = (intent: string) => (result?.initialValue?.intent === intent ? result : undefined)
  return (
    <>
      <PageHeader
        back={<TextLink to={`/admin/vendors/${vendor.id}`}>{m.payouts_money_back()}</TextLink>}
        title={m.payouts_money_title({ name: vendor.name })}
        text={
          <span className="flex flex-wrap gap-x-4 gap-y-1">
            <TextLink to={`/admin/payouts?vendor=${vendor.id}`}>{m.admin_nav_payouts()}</TextLink>
            <TextLink to={`/admin/ledger?owner=${vendor.id}`}>{m.admin_nav_ledger()}</TextLink>
            <TextLink to={`/admin/statements?vendor=${vendor.id}`}>{m.settlement_nav_statements()}</TextLink>
            <TextLink to={`/admin/orders?vendor=${vendor.id}`}>{m.admin_nav_orders()}</TextLink>
          </span>
        }
      />
      <div className="grid gap-5">
        {purse.balances.map((balance) => (
          <Balances key={balance.currency} balance={balance} />
        ))}
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
            <Panel title={m.payouts_holds_title()} isFlush={purse.holds.length > 0}>
              {purse.holds.length === 0 ? (
                <p className="text-small text-soft">{m.payouts_holds_none()}</p>
              ) : (
                <HoldList holds={purse.holds} result={of('lift')} />
              )}
            </Panel>
            <Panel title={m.payouts_own_terms()}>
              <TermsForm key={purse.terms.version} terms={purse.terms} currency={vendor.currency} result={of('terms')} isOfVendor />
            </Panel>
          </div>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
            <HoldMoney key={newestOf(purse.holds)} currency={vendor.currency} requestKey={requestKey} result={of('hold')} />
            <Adjust currency={vendor.currency} requestKey={requestKey} result={of('adjust')} />
            {purse.adjustments.length === 0 ? null : <Adjustments adjustments={purse.adjustments} />}
          </div>
        </div>
      </div>
    </>
  )
}

/** The form begins anew once its hold is among them. */
const newestOf = (holds: Purse['holds']): string | undefined =>
  holds.toSorted((a, b) => Date.parse(b.placedAt) - Date.parse(a.placedAt))[0]?.id

function Balances({ balance }: { balance: Purse['balances'][number] }) {
  const { currency } = balance
  const text = (amountMinor: number) => moneyText({ amountMinor, currency })
  return (
    <section aria-label={currency} className="grid gap-3 sm:grid-cols-3 xl:grid-cols-6">
      <Figure name={m.payouts_available()} value={text(balance.availableMinor)} />
      <Figure name={m.payouts_earned()} value={text(balance.pendingMinor)} />
      <Figure name={m.payouts_held()} value={text(balance.heldMinor)} />
      <Figure name={m.payouts_debt()} value={text(balance.debtMinor)} />
      <Figure name={m.payouts_on_way()} value={text(balance.inTransitMinor)} />
      <Figure name={m.payouts_paid()} value={text(balance.paidMinor)} />
    </section>
  )
}

const CURRENCY_OPTIONS = CURRENCIES.map((value) => ({ value, label: value }))
type FormProps = { currency: string; requestKey: string; result: SubmissionResult | undefined }

function HoldMoney({ currency, requestKey, result }: FormProps) {
  const [form, fields] = useForm({
    id: 'hold',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: HoldForm }),
    shouldRevalidate: 'onInput',
    defaultValue: { kind: 'manual', currency },
  })
  return (
    <Panel title={m.payouts_hold_add()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="intent" value="hold" />
        <input type="hidden" name="idempotencyKey" value={requestKey} />
        <SelectField
          field={fields.kind}
          label={m.payouts_hold_kind()}
          options={[
            { value: 'manual', label: m.payouts_hold_kind_manual() },
            { value: 'risk', label: m.payouts_hold_kind_risk() },
          ]}
        />
        <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-3">
          <SelectField field={fields.currency} label={m.payouts_currency()} options={CURRENCY_OPTIONS} />
          <TextField field={fields.amount} label={m.payouts_amount()} inputMode="decimal" isOptional />
        </div>
        <TextField
          field={fields.days}
          label={m.payouts_hold_days_label()}
          inputMode="numeric"
          hint={m.payouts_hold_days_hint()}
          isOptional
        />
        <TextAreaField field={fields.reason} label={m.payouts_reason()} rows={2} hint={m.payouts_hold_why_hint()} />
        <div>
          <SubmitButton look="secondary" pendingText={m.payouts_holding()}>
            {m.payouts_hold_place()}
          </SubmitButton>
        </div>
      </Form>
    </Panel>
  )
}

function Adjust({ currency, requestKey, result }: FormProps) {
  const [form, fields] = useForm({
    id: 'adjust',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: AdjustForm }),
    shouldRevalidate: 'onInput',
    defaultValue: { currency },
  })
  return (
    <Panel title={m.payouts_adjust_title()}>
      <p className="mb-4 text-fine text-soft">{m.payouts_adjust_text()}</p>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
        <FormErrors id={form.errorId} errors={form.errors} />
        <input type="hidden" name="intent" value="adjust" />
        <input type="hidden" name="idempotencyKey" value={requestKey} />
        <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-3">
          <SelectField field={fields.currency} label={m.payouts_currency()} options={CURRENCY_OPTIONS} />
          <TextField field={fields.amount} label={m.payouts_amount()} hint={m.payouts_adjust_amount_hint()} />
        </div>
        <TextAreaField field={fields.reason} label={m.payouts_reason()} rows={2} />
        <div>
          <SubmitButton look="secondary" pendingText={m.payouts_adjusting()}>
            {m.payouts_adjust()}
          </SubmitButton>
        </div>
      </Form>
    </Panel>
  )
}

function Adjustments({ adjustments }: { adjustments: Purse['adjustments'] }) {
  return (
    <Panel title={m.payouts_adjustments()} isFlush>
      <ul className="divide-y divide-line">
        {adjustments.map(({ id, amountMinor, currency, reason, at }) => (
          <li key={id} className="px-4 py-3 text-small sm:px-5">
            <span className="font-semibold tabular-nums">{signedText(amountMinor, currency)}</span>
            <span className="block">{reason}</span>
            <time dateTime={at} className="block text-fine text-soft">
              {momentText(at)}
            </time>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
