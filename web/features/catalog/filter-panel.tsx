import { Form, Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import type { Facets } from '#web/server/catalog.ts'
import { type ListingFilters, toSearch } from '#web/server/listing-filters.ts'
import { buttonClass } from '#web/ui/button.tsx'
import { numberText } from '#web/ui/format.ts'
import { X } from '#web/ui/icons.ts'
import { exponentOf, isCurrency } from '#worker/pure/money.ts'

export const PANEL_ID = 'filters'

const ATTRIBUTES_SHOWN = 4
const VALUES_SHOWN = 6
const SHOPS_SHOWN = 8

type Props = {
  path: string
  filters: ListingFilters
  facets: Facets
  currency: string
  showsShops: boolean
  showsCategories: boolean
}

/**
 * Everything the goods can be narrowed by, with how many there would be. Categories are links; the rest is one form, sent by
 * its button. Beside the goods on a desk; a popover on phones, which browsers open and close by themselves.
 */
export function FilterPanel(props: Props) {
  const { path, filters, facets, currency, showsShops } = props
  return (
    <aside id={PANEL_ID} {...{ popover: 'auto' }} aria-labelledby={`${PANEL_ID}-title`} className="filter-panel">
      <div className="mb-4 flex items-center justify-between lg:hidden">
        <h2 id={`${PANEL_ID}-title`} className="text-title">
          {m.shop_filters()}
        </h2>
        <button
          type="button"
          {...{ popovertarget: PANEL_ID, popovertargetaction: 'hide' }}
          aria-label={m.shop_filters_close()}
          className="grid size-11 cursor-pointer place-items-center rounded-pill hover:bg-stone"
        >
          <X className="size-5" aria-hidden="true" />
        </button>
      </div>
      <Categories {...props} />
      <Form action={path} className="text-small">
        <Kept filters={filters} />
        {showsShops && facets.vendors.length > 1 ? (
          <Group title={m.shop_filter_shop()}>
            <Checks
              name="shop"
              chosen={filters.shops}
              options={facets.vendors.map(({ slug, name, count }) => ({ value: slug, label: name, count }))}
              shown={SHOPS_SHOWN}
            />
          </Group>
        ) : null}
        <PriceRange filters={filters} facets={facets} currency={currency} />
        <Group title={m.shop_filter_rating()}>
          {[null, 4, 3].map((stars) => (
            <label key={stars} className={ROW}>
              <input
                type="radio"
                name="rating"
                value={stars ?? ''}
                defaultChecked={filters.rating === stars}
                className="size-4.5 shrink-0 accent-accent"
              />
              {stars === null ? m.shop_filter_rating_any() : m.shop_filter_rating_from({ stars })}
            </label>
          ))}
        </Group>
        {attributesOf(facets, filters).map(({ name, values }) => (
          <Group key={name} title={`${name.slice(0, 1).toLocaleUpperCase()}${name.slice(1)}`}>
            <Checks
              name={`attr.${name}`}
              chosen={filters.attributes.find((one) => one.name === name)?.values ?? []}
              options={values.map(({ value, count }) => ({ value, label: value, count }))}
              shown={VALUES_SHOWN}
            />
          </Group>
        ))}
        <div className="border-t border-line pt-3">
          <label className={ROW}>
            <input type="checkbox" name="stock" value="1" defaultChecked={filters.isInStock} className="size-4.5 shrink-0 accent-accent" />
            {m.shop_filter_stock()}
          </label>
        </div>
        <div className="bottom-0 bg-paper pt-3 pb-1 max-lg:sticky">
          <button type="submit" className={`${buttonClass('primary')} w-full`}>
            {m.shop_filters_apply()}
          </button>
        </div>
      </Form>
    </aside>
  )
}

const ROW = 'flex min-h-9 cursor-pointer items-center gap-2.5'

/** What the form does not ask for but must not forget. */
function Kept({ filters: { words, category, sort } }: { filters: ListingFilters }) {
  return (
    <>
      {words === null ? null : <input type="hidden" name="q" value={words} />}
      {category === null ? null : <input type="hidden" name="category" value={category} />}
      {sort === null ? null : <input type="hidden" name="sort" value={sort} />}
    </>
  )
}

/** The categories below the page's own, or of what was found; those above the chosen one lead back up. */
function Categories({ path, filters, facets, showsCategories }: Props) {
  if (!showsCategories || facets.categories.length < 2) return null
  const at = path.startsWith('/c/') ? path.slice('/c/'.length) : null
  const current = filters.category ?? at
  const shown = visibleCategories(facets.categories, current)
  if (shown.length < 2) return null
  const to = (slug: string) =>
    at === null
      ? `${path}${toSearch({ ...filters, category: slug, cursor: null })}`
      : `/c/${slug}${toSearch({ ...filters, category: null, cursor: null })}`
  return (
    <nav aria-label={m.shop_filter_category()} className="mb-3 text-small">
      <ul>
        {current === null ? null : (
          <li>
            <Link
              to={
                at === null
                  ? `${path}${toSearch({ ...filters, category: null, cursor: null })}`
                  : `/search${toSearch({ ...filters, category: null, cursor: null })}`
              }
              className={`${CATEGORY} text-soft`}
            >
              {m.shop_filter_category_any()}
            </Link>
          </li>
        )}
        {shown.map(({ slug, name, depth, count }) => (
          <li key={slug} style={{ paddingInlineStart: `${depth * 0.875}rem` }}>
            <Link to={to(slug)} aria-current={slug === current ? 'true' : undefined} className={CATEGORY}>
              <span>{name}</span>
              <span className="text-fine font-normal text-soft tabular-nums">{numberText(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const CATEGORY =
  'flex min-h-9 items-center justify-between gap-3 underline-offset-4 hover:text-accent hover:underline aria-[current]:font-semibold aria-[current]:text-accent'

/** The top of the tree, and of the branch that is chosen what is above it, beside it and below it. */
function visibleCategories(all: Facets['categories'], current: string | null): Facets['categories'] {
  const chosen = all.findIndex(({ slug }) => slug === current)
  const only = all.filter(({ depth }) => depth === 0).length === 1
  if (chosen < 0) return all.filter(({ depth }) => depth === 0 || only)
  const rootAt = all.findLastIndex(({ depth }, at) => at <= chosen && depth === 0)
  const end = all.findIndex(({ depth }, at) => at > rootAt && depth === 0)
  return all.slice(rootAt, end < 0 ? undefined : end).filter(({ depth }) => depth <= (all[chosen]?.depth ?? 0) + 1)
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="border-t border-line py-3">
      <legend className="float-start mb-1 w-full font-semibold">{title}</legend>
      <div className="clear-both">{children}</div>
    </fieldset>
  )
}

type Option = { value: string; label: string; count: number }

/** The most frequent ones at once, the rest behind a word; what is chosen is always to be seen. */
function Checks({ name, chosen, options, shown }: { name: string; chosen: readonly string[]; options: Option[]; shown: number }) {
  const missing = chosen
    .filter((value) => !options.some((option) => option.value === value))
    .map((value) => ({ value, label: value, count: 0 }))
  const all = [...options, ...missing]
  const first = all.filter(({ value }, at) => at < shown || chosen.includes(value))
  const rest = all.filter((option) => !first.includes(option))
  const row = ({ value, label, count }: Option) => (
    <label key={value} className={ROW}>
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

function PriceRange({ filters, facets, currency }: Pick<Props, 'filters' | 'facets' | 'currency'>) {
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

/** The facts most of the goods have in common, and those that are chosen. A fact with one value tells nothing apart. */
function attributesOf(facets: Facets, filters: ListingFilters): Facets['attributes'] {
  const weight = ({ values }: Facets['attributes'][number]) => values.reduce((sum, { count }) => sum + count, 0)
  const chosen = new Set(filters.attributes.map(({ name }) => name))
  const rest = facets.attributes.filter(({ name, values }) => !chosen.has(name) && values.length > 1).sort((a, b) => weight(b) - weight(a))
  const known = facets.attributes.filter(({ name }) => chosen.has(name))
  const gone = filters.attributes.filter(({ name }) => !known.some((one) => one.name === name)).map(({ name }) => ({ name, values: [] }))
  return [...known, ...gone, ...rest.slice(0, Math.max(0, ATTRIBUTES_SHOWN - chosen.size))]
}
