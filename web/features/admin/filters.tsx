import { type FormEvent, useId } from 'react'
import { m } from '#messages'
import { useFound } from '#web/ui/use-found.ts'
import { CURRENCIES } from '#worker/pure/money.ts'

export const FILTER_BOX =
  'block min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 text-small font-normal text-ink placeholder:text-soft'

/** The vendor a list is narrowed to. `words`: its name, or what was typed where that names no vendor. */
export type VendorChoice = { id: string; words: string; isUnknown: boolean }

/**
 * Lets an entry name a vendor: of ten thousand, nobody finds one in a list. Suggestions come while typing; without scripts it is
 * an entry as any other. `entry` goes to the input, `names` beside it.
 */
export function useVendorNames() {
  const id = useId()
  const { items, ask } = useFound()
  const suggest = (typed: string, afterMs?: number) => ask(`/admin/find?only=vendors&q=${encodeURIComponent(typed.trim())}`, afterMs)
  return {
    entry: {
      list: id,
      autoComplete: 'off',
      maxLength: 100,
      onFocus: ({ currentTarget }: FormEvent<HTMLInputElement>) => suggest(currentTarget.value, 0),
      onInput: ({ currentTarget }: FormEvent<HTMLInputElement>) => suggest(currentTarget.value),
    },
    names: (
      <datalist id={id}>
        {items.map(({ text, note, to }) => (
          <option key={to} value={text}>
            {note}
          </option>
        ))}
      </datalist>
    ),
  }
}

/** Narrows a list to one vendor, who is named. */
export function VendorFilter({ chosen: { words, isUnknown } }: { chosen: VendorChoice }) {
  const id = useId()
  const { entry, names } = useVendorNames()
  return (
    <label className="min-w-0 basis-52 text-fine font-semibold">
      {m.admin_vendor()}
      {isUnknown ? (
        <span id={`${id}-error`} role="alert" className="ms-1.5 text-bad">
          {m.admin_vendor_unknown()}
        </span>
      ) : null}
      <input
        {...entry}
        key={words}
        name="vendor"
        defaultValue={words}
        placeholder={m.admin_vendors_all()}
        aria-invalid={isUnknown || undefined}
        aria-describedby={isUnknown ? `${id}-error` : undefined}
        className={`mt-1 aria-invalid:border-bad ${FILTER_BOX}`}
      />
      {names}
    </label>
  )
}

/** One end of a span of days (UTC). */
export function DayFilter({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="min-w-0 basis-36 text-fine font-semibold">
      {label}
      <input key={value} type="date" name={name} defaultValue={value} className={`mt-1 ${FILTER_BOX}`} />
    </label>
  )
}

/** Narrows a list to one currency. `isOne`: the list is of one currency in any case. */
export function CurrencyFilter({ value, isOne = false }: { value: string; isOne?: boolean }) {
  return (
    <label className="min-w-0 basis-44 text-fine font-semibold">
      {m.admin_currency()}
      <select key={value} name="currency" defaultValue={value} className={`mt-1 pe-8 ${FILTER_BOX}`}>
        {isOne ? null : <option value="">{m.admin_currencies_all()}</option>}
        {CURRENCIES.map((currency) => (
          <option key={currency} value={currency}>
            {currency}
          </option>
        ))}
      </select>
    </label>
  )
}
