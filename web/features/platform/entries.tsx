import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from 'react'
import { m } from '#messages'

/*
 * Entries of the settings' forms. Their fields are as many as there are currencies or limits, so each page reads its own form;
 * what was entered comes back with the answer of a form that was refused.
 */

/** What a form that was refused answers: the sentences, by field or for the whole, and every entry as it was typed. */
export type Refused = { errors: Record<string, string>; entries: Record<string, string> } | null | undefined

const BOX =
  'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 py-2 text-ink placeholder:text-soft aria-invalid:border-bad'

type Common = {
  name: string
  label: string
  value: string
  hint?: ReactNode
  refused: Refused
  className?: string
  /** Tells apart equal fields of several forms on a page. */
  id?: string
}
const idOf = (name: string, id: string) => `entry-${id}${name}`

function Frame({
  id,
  label,
  hint,
  error,
  className,
  children,
}: {
  id: string
  label: string
  hint?: ReactNode
  error: string | undefined
  className: string
  children: ReactNode
}) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-small font-semibold">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="mt-1.5 text-fine text-soft">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} className="mt-1.5 text-fine font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

const described = (id: string, hint: ReactNode, error: string | undefined) => ({
  id,
  'aria-invalid': error === undefined ? undefined : true,
  'aria-describedby':
    [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ') || undefined,
})

export function Entry({
  name,
  label,
  value,
  hint,
  refused,
  className = '',
  id: form = '',
  ...rest
}: Common & Omit<InputHTMLAttributes<HTMLInputElement>, 'value'>) {
  const error = refused?.errors[name]
  const id = idOf(name, form)
  return (
    <Frame id={id} label={label} hint={hint} error={error} className={className}>
      <input
        name={name}
        defaultValue={refused?.entries[name] ?? value}
        autoComplete="off"
        {...described(id, hint, error)}
        {...rest}
        className={BOX}
      />
    </Frame>
  )
}

export function TextEntry({
  name,
  label,
  value,
  hint,
  refused,
  className = '',
  id: form = '',
  ...rest
}: Common & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value'>) {
  const error = refused?.errors[name]
  const id = idOf(name, form)
  return (
    <Frame id={id} label={label} hint={hint} error={error} className={className}>
      <textarea
        name={name}
        rows={3}
        defaultValue={refused?.entries[name] ?? value}
        {...described(id, hint, error)}
        {...rest}
        className={BOX}
      />
    </Frame>
  )
}

export function ChoiceEntry({
  name,
  label,
  value,
  hint,
  refused,
  className = '',
  id: form = '',
  options,
}: Common & { options: readonly { value: string; label: string }[] }) {
  const error = refused?.errors[name]
  const id = idOf(name, form)
  return (
    <Frame id={id} label={label} hint={hint} error={error} className={className}>
      <select name={name} defaultValue={refused?.entries[name] ?? value} {...described(id, hint, error)} className={`${BOX} pe-8`}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}

export function TickEntry({
  name,
  label,
  value,
  isOn,
  refused,
}: {
  name: string
  label: string
  value?: string
  isOn: boolean
  refused: Refused
}) {
  const wasSent = refused ? refused.entries[value === undefined ? name : `${name}:${value}`] === 'on' : isOn
  return (
    <label className="flex min-h-11 items-center gap-3 text-small">
      {/* React would set an empty value where it is given as undefined. */}
      <input
        type="checkbox"
        name={name}
        {...(value === undefined ? {} : { value })}
        defaultChecked={wasSent}
        className="size-5 shrink-0 accent-accent"
      />
      <span>{label}</span>
    </label>
  )
}

/** Why something is changed; every form of the settings asks. */
export const ReasonEntry = ({ refused, className = '', id = '' }: { refused: Refused; className?: string; id?: string }) => (
  <TextEntry
    id={id}
    name="reason"
    label={m.platform_reason()}
    hint={m.platform_reason_hint()}
    value=""
    refused={refused}
    className={className}
    rows={2}
    required
    minLength={3}
    maxLength={500}
  />
)

/** What is wrong with the form as a whole. */
export function FormRefusal({ refused }: { refused: Refused }) {
  const text = refused?.errors['']
  if (text === undefined) return null
  return (
    <div role="alert" className="rounded-plate border border-bad bg-bad-tint px-4 py-3 text-small text-bad">
      {text}
    </div>
  )
}
