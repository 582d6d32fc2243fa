import type { ReactNode } from 'react'
import { m } from '#messages'
import type { Facets } from '#web/server/catalog.ts'
import type { ListingFilters } from '#web/server/listing-filters.ts'
import { numberText } from '#web/ui/format.ts'
import { exponentOf, isCurrency } from '#worker/pure/money.ts'

/** A line of the form, with room for a finger. */
export const FILTER_ROW = 'flex min-h-9 cursor-pointer items-center gap-2.5'

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="border-t border-line py-3">
      <legend className="float-start mb-1 w-full font-semibold">{title}</legend>
      <div className="clear-both">{children}</div>
    </fieldset>
  )
}

type Option = { value: string; label: string; count: number }

/** The most frequent ones at once, the rest behind a word; what is chosen is always to be seen. */
export function Checks({ name, chosen, options, shown }: { name: string; chosen: readonly string[]; options: Option[]; shown: number }) {
  const missing = chosen
    .filter((value) => !options.some((option) => option.value === value))
    .map((value) => ({ value, label: value, count: 0 }))
  const all = [...options, ...missing]
  const first = all.filter(({ value }, at) => at < shown || chosen.includes(value))
  const rest = all.filter((option) => !first.includes(option))
  const row = ({ value, label, count }: Option) => (
    <label key={value} className={FILTER_ROW}>
      <input
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={chosen.includes(value)}
        className="size-4.5 shrink-0 accent-accent"
      />
      <span className="min-w-0 grow break-words">{label}</span>
      <span className="text-fine text-soft tabular-nums">{numberText(count)}</span>
    </label>
  )
  return (
    <>
      {first.map(row)}
      {rest.length === 0 ? null : (
        <details>
          <summary className="min-h-9 cursor-pointer content-center text-fine font-medium text-accent">{m.shop_filter_more()}</summary>
          {rest.map(row)}
        </details>
      )}
    </>
  )
}

export function PriceRange({ filters, facets, currency }: { filters: ListingFilters; facets: Facets; currency: string }) {
  if (!isCurrency(currency) || facets.price.min === null || facets.price.max === null) return null
  const unit = 10 ** exponentOf(currency)
  const low = String(Math.floor(facets.price.min / unit))
  const high = String(Math.ceil(facets.price.max / unit))
  const field = (name: 'min' | 'max', label: string, value: string | null, placeholder: string) => (
    <label className="min-w-0 grow">
      <span className="block text-fine text-soft">{label}</span>
      <input
        name={name}
        defaultValue={value ?? ''}
        placeholder={placeholder}
        inputMode="decimal"
        autoComplete="off"
        className="min-h-10 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 tabular-nums placeholder:text-soft"
      />
    </label>
  )
  return (
    <Group title={m.shop_filter_price({ currency })}>
      <input type="hidden" name="currency" value={currency} />
      <div className="flex gap-3 pb-1">
        {field('min', m.shop_filter_price_from(), filters.priceMin, low)}
        {field('max', m.shop_filter_price_to(), filters.priceMax, high)}
      </div>
    </Group>
  )
}
