import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import type { FetcherWithComponents } from '@remix-run/react'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SubmissionResult } from '#web/server/form.ts'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { REASONS, reasonText, AdjustForm as Schema } from './adjust-schema.ts'

/** Corrects the stock of one variant. In a window over a list it is sent aside (`fetcher`), so that the list stays. */
export function AdjustForm({
  variantId,
  onHand,
  idempotencyKey,
  result,
  fetcher,
}: {
  variantId: string
  onHand: number
  idempotencyKey: string
  result: SubmissionResult | undefined
  fetcher?: FetcherWithComponents<unknown>
}) {
  const [form, fields] = useForm({
    id: `adjust-${variantId}`,
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: Schema }),
    shouldValidate: 'onSubmit',
    shouldRevalidate: 'onInput',
    defaultValue: { amount: String(onHand), reason: 'counted', note: '', mode: 'set' },
  })
  const Frame = fetcher?.Form ?? Form
  const modes = [
    { value: 'set', text: m.goods_adjust_set() },
    { value: 'by', text: m.goods_adjust_by() },
  ]
  return (
    <Frame
      method="post"
      action={`/vendor/inventory/${variantId}?index`}
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid gap-4 sm:grid-cols-2"
    >
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="from" value={fetcher === undefined ? 'page' : 'list'} />
      <div className="empty:hidden sm:col-span-2">
        <FormErrors id={form.errorId} errors={form.errors} />
      </div>
      <fieldset className="sm:col-span-2">
        <legend className="mb-1.5 text-small font-semibold">{m.goods_adjust_mode()}</legend>
        <div className="flex flex-wrap overflow-hidden rounded-plate border border-stone-deep text-small">
          {modes.map(({ value, text }) => (
            <label
              key={value}
              className="flex min-h-11 grow cursor-pointer items-center justify-center px-3 font-medium whitespace-nowrap has-checked:bg-accent has-checked:text-on-accent has-focus-visible:outline-3 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="mode"
                value={value}
                defaultChecked={(form.initialValue?.mode ?? 'set') === value}
                className="sr-only"
              />
              {text}
            </label>
          ))}
        </div>
      </fieldset>
      <TextField
        field={fields.amount}
        label={m.goods_adjust_amount()}
        autoComplete="off"
        onFocus={(event) => event.currentTarget.select()}
      />
      <SelectField
        field={fields.reason}
        label={m.goods_adjust_reason()}
        options={REASONS.map((reason) => ({ value: reason, label: reasonText(reason) }))}
      />
      <TextField field={fields.note} label={m.goods_adjust_note()} isOptional autoComplete="off" className="sm:col-span-2" />
      <div className="sm:col-span-2">
        <SubmitButton pendingText={m.goods_adjust_saving()} aria-disabled={fetcher !== undefined && fetcher.state !== 'idle'}>
          {m.goods_adjust_save()}
        </SubmitButton>
      </div>
    </Frame>
  )
}
