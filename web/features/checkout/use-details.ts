import type { SubmissionResult } from '@conform-to/react'
import { type FocusEvent, type FormEvent, useEffect, useState } from 'react'
import type { FieldState } from './details-field.tsx'
import { ENTRY_FIELDS, type Entry, type EntryField, entryFault } from './entry.ts'

type Errors = Partial<Record<EntryField, string>>

const isField = (name: string): name is EntryField => (ENTRY_FIELDS as readonly string[]).includes(name)

/**
 * The details' form in the browser: a field is checked when it is left, and from then on with every letter; the whole form
 * when it is sent. The same rules as the server's, whose word it starts with.
 */
export function useDetails(lastResult: SubmissionResult | undefined, defaults: Partial<Entry>) {
  const [errors, setErrors] = useState<Errors>(() => errorsOf(lastResult))
  useEffect(() => setErrors(errorsOf(lastResult)), [lastResult])
  const entered = (lastResult?.initialValue ?? defaults) as Partial<Entry>
  const [country, setCountry] = useState(entered.country ?? '')

  const check = (name: EntryField, value: string, place: string) =>
    setErrors((before) => ({ ...before, [name]: entryFault(name, value, place) ?? undefined }))

  return {
    country,
    formErrors: lastResult?.error?.[''] ?? [],
    field: (name: EntryField): FieldState => ({ name, value: String(entered[name] ?? ''), error: errors[name] }),
    /** Spread onto the form. */
    listeners: {
      noValidate: true,
      onBlur: ({ target }: FocusEvent<HTMLFormElement>) => {
        // Somebody who only passes through is not told off.
        if (isField(target.name) && target.value !== '') check(target.name, target.value, country)
      },
      onInput: ({ target }: FormEvent<HTMLFormElement>) => {
        const { name, value } = target as HTMLInputElement
        if (name === 'country') setCountry(value)
        if (isField(name) && errors[name] !== undefined) check(name, value, name === 'country' ? value : country)
      },
      onSubmit: (event: FormEvent<HTMLFormElement>) => {
        const found = faultsIn(new FormData(event.currentTarget))
        setErrors(found)
        const first = ENTRY_FIELDS.find((name) => found[name] !== undefined)
        if (first === undefined) return
        event.preventDefault()
        ;(event.currentTarget.elements.namedItem(first) as HTMLElement | null)?.focus()
      },
    },
  }
}

function faultsIn(form: FormData): Errors {
  const country = String(form.get('country') ?? '')
  const all = ENTRY_FIELDS.map((name) => [name, entryFault(name, String(form.get(name) ?? ''), country) ?? undefined] as const)
  return Object.fromEntries(all)
}

const errorsOf = (lastResult: SubmissionResult | undefined): Errors =>
  Object.fromEntries(ENTRY_FIELDS.map((name) => [name, lastResult?.error?.[name]?.[0]]))
