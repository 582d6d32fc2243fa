import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react'
import type { EntryField } from './entry.ts'

/*
 * The fields of `web/ui/field.tsx` without the form library behind them: the card form's page has no bytes to give away.
 */

const BOX =
  'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 py-2 text-ink aria-invalid:border-bad aria-invalid:outline-1 aria-invalid:outline-bad'

export type FieldState = { name: EntryField; value: string; error: string | undefined }
type Common = { field: FieldState; label: string; hint?: string; className?: string }

const idOf = ({ name }: FieldState) => `entry-${name}`
/** What an entry needs to be tied to its label, hint and error. */
const tied = (field: FieldState, hint: string | undefined) => ({
  id: idOf(field),
  name: field.name,
  'aria-invalid': field.error === undefined ? undefined : (true as const),
  'aria-describedby':
    [hint === undefined ? '' : `${idOf(field)}-hint`, field.error === undefined ? '' : `${idOf(field)}-error`].join(' ').trim() ||
    undefined,
})

export function DetailsText({ field, label, hint, className, ...rest }: Common & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Frame {...({ field, label, hint, className } as Common)}>
      <input {...tied(field, hint)} type="text" defaultValue={field.value} required {...rest} className={BOX} />
    </Frame>
  )
}

type Options = { options: { value: string; label: string }[] }

export function DetailsSelect({
  field,
  label,
  hint,
  className,
  options,
  ...rest
}: Common & Options & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Frame {...({ field, label, hint, className } as Common)}>
      <select {...tied(field, hint)} defaultValue={field.value} required {...rest} className={`${BOX} pe-8`}>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  )
}

function Frame({ field, label, hint, className = '', children }: Common & { children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={idOf(field)} className="mb-1.5 block text-small font-semibold">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${idOf(field)}-hint`} className="mt-1.5 text-fine text-soft">
          {hint}
        </p>
      )}
      {field.error === undefined ? null : (
        <p id={`${idOf(field)}-error`} className="mt-1.5 text-fine font-medium text-bad">
          {field.error}
        </p>
      )}
    </div>
  )
}
