import { type FieldMetadata, getInputProps, getSelectProps, getTextareaProps } from '@conform-to/react'
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { m } from '#messages'

/*
 * Fields of a form, each with its label, hint and error, tied together for assistive technology. They take the metadata of
 * @conform-to/react's `useForm`, which also renders on the server, so the same form works with and without scripts.
 */

const BOX =
  'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 py-2 text-ink placeholder:text-soft aria-invalid:border-bad aria-invalid:outline-1 aria-invalid:outline-bad'

type Meta =
  | FieldMetadata<unknown>
  | FieldMetadata<string>
  | FieldMetadata<string | undefined>
  | FieldMetadata<number>
  | FieldMetadata<number | undefined>
type Common = { field: Meta; label: string; hint?: ReactNode; isOptional?: boolean; className?: string }

/** Label, entry, hint and error in one column. Use it to wrap an entry that none of the fields below fits. */
export function FieldFrame({ field, label, hint, isOptional = false, className = '', children }: Common & { children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={field.id} className="mb-1.5 flex items-baseline justify-between gap-3 text-small font-semibold">
        {label}
        {isOptional ? <span className="text-fine font-normal text-soft">{m.ui_optional()}</span> : null}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={field.descriptionId} className="mt-1.5 text-fine text-soft">
          {hint}
        </p>
      )}
      <FieldError field={field} />
    </div>
  )
}

export function FieldError({ field }: { field: Pick<Meta, 'errorId' | 'errors'> }) {
  if (field.errors === undefined || field.errors.length === 0) return null
  return (
    <p id={field.errorId} className="mt-1.5 text-fine font-medium text-bad">
      {field.errors.join(' ')}
    </p>
  )
}

type InputType = 'text' | 'email' | 'password' | 'search' | 'tel' | 'url' | 'number' | 'date' | 'color'

export function TextField({
  field,
  label,
  hint,
  isOptional,
  className,
  type = 'text',
  ...rest
}: Common & { type?: InputType } & Omit<InputHTMLAttributes<HTMLInputElement>, 'type'>) {
  const { key, ...props } = getInputProps(
    field as FieldMetadata<string>,
    { type, ariaDescribedBy: hint === undefined ? undefined : field.descriptionId } as never,
  )
  return (
    <FieldFrame {...({ field, label, hint, isOptional, className } as Common)}>
      <input key={key} {...props} {...rest} className={BOX} />
    </FieldFrame>
  )
}

export function TextAreaField({
  field,
  label,
  hint,
  isOptional,
  className,
  ...rest
}: Common & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { key, ...props } = getTextareaProps(
    field as FieldMetadata<string>,
    { ariaDescribedBy: hint === undefined ? undefined : field.descriptionId } as never,
  )
  return (
    <FieldFrame {...({ field, label, hint, isOptional, className } as Common)}>
      <textarea key={key} rows={4} {...props} {...rest} className={BOX} />
    </FieldFrame>
  )
}

export function SelectField({
  field,
  label,
  hint,
  isOptional,
  className,
  options,
  ...rest
}: Common & { options: readonly { value: string; label: string }[] } & SelectHTMLAttributes<HTMLSelectElement>) {
  const { key, ...props } = getSelectProps(
    field as FieldMetadata<string>,
    { ariaDescribedBy: hint === undefined ? undefined : field.descriptionId } as never,
  )
  return (
    <FieldFrame {...({ field, label, hint, isOptional, className } as Common)}>
      <select key={key} {...props} {...rest} className={`${BOX} pe-8`}>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

export function CheckboxField({ field, label, hint, className = '' }: Common) {
  const { key, ...props } = getInputProps(field as FieldMetadata<boolean>, { type: 'checkbox' })
  return (
    <div className={className}>
      <label className="flex min-h-11 items-center gap-3 text-small">
        <input key={key} {...props} className="size-5 shrink-0 accent-accent" />
        <span>{label}</span>
      </label>
      {hint === undefined ? null : <p className="text-fine text-soft">{hint}</p>}
      <FieldError field={field as FieldMetadata<string>} />
    </div>
  )
}

/**
 * What is wrong with the form as a whole; read out at once when it appears. Of an error that has a second line, that is the address
 * of the page where something can be done about it.
 */
export function FormErrors({ id, errors }: { id?: string | undefined; errors: string[] | undefined }) {
  if (errors === undefined || errors.length === 0) return null
  return (
    <div id={id} role="alert" className="rounded-plate border border-bad bg-bad-tint px-4 py-3 text-small text-bad">
      {errors.map((error) => {
        const [text, path] = error.split('\n')
        return (
          <p key={error}>
            {text}
            {path === undefined ? null : (
              <>
                {' '}
                <a href={path} className="font-semibold underline underline-offset-2">
                  {m.ui_see_plans()}
                </a>
              </>
            )}
          </p>
        )
      })}
    </div>
  )
}
