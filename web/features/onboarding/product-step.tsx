import { type FieldMetadata, type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { m } from '#messages'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { PictureEntry } from '#web/ui/picture-entry.tsx'
import { FirstProductForm } from './sell-forms.ts'

type Props = {
  categories: { value: string; label: string }[]
  currency: string
  idempotencyKey: string
  isReady: boolean
  lastResult: SubmissionResult | null | undefined
}

/** The first thing for sale; everything else about it can be changed in the portal. */
export function ProductStep({ categories, currency, idempotencyKey, isReady, lastResult }: Props) {
  const [form, fields] = useForm<Record<string, string>>({
    id: 'first-product',
    lastResult,
    defaultValue: { stock: '1' },
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: FirstProductForm }) as never,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  const field = (name: string) => fields[name] as FieldMetadata<string>
  return (
    <Form
      method="post"
      encType="multipart/form-data"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid gap-5"
    >
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <TextField field={field('title')} label={m.store_sell_title()} hint={m.store_sell_title_why()} required />
      <SelectField
        field={field('categoryId')}
        label={m.store_sell_category()}
        hint={m.store_sell_category_why()}
        options={[{ value: '', label: m.account_address_choose() }, ...categories]}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          field={field('price')}
          label={m.store_sell_price({ currency })}
          hint={m.store_sell_price_why()}
          inputMode="decimal"
          autoComplete="off"
          required
        />
        <TextField
          field={field('stock')}
          label={m.store_sell_stock()}
          hint={m.store_sell_stock_why()}
          inputMode="numeric"
          autoComplete="off"
          required
        />
      </div>
      <TextAreaField field={field('description')} label={m.store_sell_description()} hint={m.store_sell_description_why()} isOptional />
      <PictureEntry name="picture" label={m.store_sell_picture()} hint={m.store_sell_picture_why()} />
      <div>
        <SubmitButton className="min-h-12" pendingText={m.store_sell_product_pending()} disabled={!isReady}>
          {m.store_sell_product_action()}
        </SubmitButton>
        {isReady ? null : <p className="mt-2 text-small text-soft">{m.store_sell_product_wait()}</p>}
      </div>
    </Form>
  )
}
