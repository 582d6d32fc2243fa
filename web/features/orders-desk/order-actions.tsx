import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import type { ChangeEvent } from 'react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { moneyText } from '#web/ui/format.ts'
import { Panel } from '#web/ui/panel.tsx'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import { CARRIERS, guessCarrier } from './guess-carrier.ts'
import { CancelForm, ShipForm } from './order-forms.ts'
import { type WholeOrder, waits } from './order-words.ts'

type Props = { order: WholeOrder; result: SubmissionResult | undefined; keys: { move: string } }

/** What can be done with an order as it stands now. */
export function OrderActions({ order, result, keys }: Props) {
  if (waits(order.status)) return <ShipPanel order={order} result={result} keys={keys} />
  if (order.status !== 'shipped') return null
  return (
    <Panel>
      <Move intent="deliver" text={m.goods_deliver()} pendingText={m.goods_delivering()} idempotencyKey={keys.move} />
    </Panel>
  )
}

function ShipPanel({ order, result, keys }: Props) {
  const [form, fields] = useForm({
    id: 'ship',
    lastResult: result?.initialValue?.intent === 'ship' ? result : undefined,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: ShipForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { carrier: '', trackingNumber: '' },
  })
  const fillCarrier = (event: ChangeEvent<HTMLInputElement>) => {
    const guess = guessCarrier(event.currentTarget.value)
    const carrier = event.currentTarget.form?.elements.namedItem(fields.carrier.name)
    if (guess !== null && carrier instanceof HTMLInputElement && carrier.value.trim() === '') carrier.value = guess
  }
  return (
    <Panel title={m.goods_ship_title()}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4 sm:grid-cols-[2fr_1fr]">
        <input type="hidden" name="intent" value="ship" />
        <input type="hidden" name="idempotencyKey" value={keys.move} />
        <TextField
          field={fields.trackingNumber}
          label={m.goods_tracking()}
          hint={m.goods_tracking_hint()}
          onChange={fillCarrier}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
        <TextField field={fields.carrier} label={m.goods_carrier()} list="carriers" autoComplete="off" />
        <datalist id="carriers">
          {CARRIERS.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <div className="flex flex-wrap items-center gap-2 sm:col-span-2">
          <SubmitButton name="after" value="slip" pendingText={m.goods_shipping()}>
            {m.goods_ship_and_slip()}
          </SubmitButton>
          <SubmitButton name="after" value="order" look="secondary" pendingText={m.goods_shipping()}>
            {m.goods_ship()}
          </SubmitButton>
          <p className="basis-full text-fine text-soft">
            {order.channel === null ? m.goods_ship_text() : m.channels_ship_text({ channel: CHANNEL_NAMES[order.channel.channel] })}
          </p>
        </div>
      </Form>
      {order.status === 'placed' ? (
        <div className="mt-4 border-t border-line pt-4">
          <Move intent="pack" text={m.goods_pack()} pendingText={m.goods_packing()} idempotencyKey={keys.move} />
        </div>
      ) : null}
    </Panel>
  )
}

function Move({ intent, text, pendingText, idempotencyKey }: Record<'intent' | 'text' | 'pendingText' | 'idempotencyKey', string>) {
  return (
    <Form method="post">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <SubmitButton name="intent" value={intent} look="secondary" isSmall pendingText={pendingText}>
        {text}
      </SubmitButton>
    </Form>
  )
}

/** Asks for a reason and says what becomes of the money before an order is called off. */
export function CancelOrder({ order, result, keys }: Props) {
  const isThis = result?.initialValue?.intent === 'cancel'
  const [form, fields] = useForm({
    id: 'cancel',
    lastResult: isThis ? result : undefined,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: CancelForm }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: { reason: '' },
  })
  if (!waits(order.status)) return null
  const total = moneyText(order.total)
  const channel = order.channel === null ? null : CHANNEL_NAMES[order.channel.channel]
  const reasons = [m.goods_reason_out_of_stock(), m.goods_reason_damaged(), m.goods_reason_buyer_asked(), m.goods_reason_address()]
  return (
    <details open={isThis} className="group rounded-plate border border-line bg-card print:hidden">
      <summary className="flex min-h-11 cursor-pointer items-center px-4 text-small font-semibold text-bad sm:px-5">
        {m.goods_cancel()}
      </summary>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="space-y-4 px-4 pb-5 sm:px-5">
        <p className="text-small text-soft">{channel === null ? m.goods_cancel_text({ total }) : m.channels_cancel_text({ channel })}</p>
        <input type="hidden" name="intent" value="cancel" />
        <input type="hidden" name="idempotencyKey" value={keys.move} />
        <TextField field={fields.reason} label={m.goods_cancel_reason()} hint={m.goods_cancel_reason_hint()} list="cancel-reasons" />
        <datalist id="cancel-reasons">
          {reasons.map((reason) => (
            <option key={reason} value={reason} />
          ))}
        </datalist>
        <SubmitButton look="danger" pendingText={m.goods_cancelling()} className="w-full whitespace-normal">
          {channel === null ? m.goods_cancel_confirm({ total }) : m.channels_cancel_there({ channel })}
        </SubmitButton>
      </Form>
    </details>
  )
}
