import { type FieldMetadata, type SubmissionResult, useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form, useFetcher } from '@remix-run/react'
import { type FormEvent, useEffect, useState } from 'react'
import { m } from '#messages'
import type { CountryChoice } from '#web/features/account/address-fields.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextField } from '#web/ui/field.tsx'
import { slugOf } from '#worker/pure/slug.ts'
import { SLUG_FORM, StoreForm } from './sell-forms.ts'

export type StoreStepProps = {
  countries: CountryChoice[]
  currencies: { value: string; label: string }[]
  defaults: { country: string; currency: string; supportEmail: string }
  /** What stands after the store's own label in its address, e.g. `.stoa.example`. */
  apex: string
  idempotencyKey: string
  lastResult: SubmissionResult | null | undefined
}

export function StoreStep({ countries, currencies, defaults, apex, idempotencyKey, lastResult }: StoreStepProps) {
  const [form, fields] = useForm<Record<string, string>>({
    id: 'store',
    lastResult,
    defaultValue: defaults,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: StoreForm }) as never,
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
  })
  const field = (name: string) => fields[name] as FieldMetadata<string>
  const [slug, setSlug] = useState(field('slug').initialValue ?? '')
  const [isOwn, setOwn] = useState(slug !== '')
  /** The address follows the name until somebody types one of their own. */
  const followName = ({ currentTarget }: FormEvent<HTMLInputElement>) => {
    const entry = currentTarget.form?.elements.namedItem('slug')
    if (isOwn || !(entry instanceof HTMLInputElement)) return
    entry.value = currentTarget.value === '' ? '' : slugOf(currentTarget.value, '').slice(0, 40).replace(/-+$/, '')
    setSlug(entry.value)
  }
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <TextField
        field={field('name')}
        label={m.store_sell_name()}
        hint={m.store_sell_name_why()}
        autoComplete="organization"
        onInput={followName}
        required
      />
      <div>
        <TextField
          field={field('slug')}
          label={m.store_sell_slug()}
          hint={m.store_sell_slug_why({ example: `${slug === '' ? 'your-store' : slug}${apex}` })}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          required
          onInput={({ currentTarget }) => {
            setOwn(true)
            setSlug(currentTarget.value)
          }}
        />
        <Availability slug={slug} />
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          field={field('country')}
          label={m.store_sell_country()}
          hint={m.store_sell_country_why()}
          options={[{ value: '', label: m.account_address_choose() }, ...countries]}
        />
        <SelectField field={field('currency')} label={m.store_sell_currency()} hint={m.store_sell_currency_why()} options={currencies} />
      </div>
      <TextField
        field={field('supportEmail')}
        label={m.store_sell_support()}
        hint={m.store_sell_support_why()}
        type="email"
        autoComplete="email"
        required
      />
      <div>
        <SubmitButton className="min-h-12" pendingText={m.store_sell_store_pending()}>
          {m.store_sell_store_action()}
        </SubmitButton>
      </div>
    </Form>
  )
}

const REST_MS = 300

/** Whether the address is free, asked while it is typed; opening the store decides. */
function Availability({ slug }: { slug: string }) {
  const { load, data } = useFetcher<{ slug: string; isFree: boolean }>()
  const isShaped = SLUG_FORM.test(slug)
  useEffect(() => {
    if (!isShaped) return
    const timer = setTimeout(() => load(`/sell/address-check?slug=${slug}`), REST_MS)
    return () => clearTimeout(timer)
  }, [slug, isShaped, load])
  const known = isShaped && data?.slug === slug ? data : null
  return (
    <p role="status" className={`mt-1 min-h-5 text-fine font-medium ${known?.isFree === false ? 'text-bad' : 'text-good'}`}>
      {known === null ? '' : known.isFree ? m.store_sell_slug_free({ slug }) : m.store_sell_slug_taken({ slug })}
    </p>
  )
}
