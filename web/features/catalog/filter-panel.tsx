import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { Facets } from '#web/server/catalog.ts'
import type { ListingFilters } from '#web/server/listing-filters.ts'
import { buttonClass } from '#web/ui/button.tsx'
import { X } from '#web/ui/icons.ts'
import { FilterCategories } from './filter-categories.tsx'
import { Checks, FILTER_ROW, Group, PriceRange } from './filter-fields.tsx'

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
}

/**
 * Everything the goods can be narrowed by, with how many there would be. Categories are links; the rest is one form, sent by
 * its button. Beside the goods on a desk; a popover on phones, which browsers open and close by themselves.
 */
export function FilterPanel({ path, filters, facets, currency, showsShops }: Props) {
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
      <FilterCategories path={path} filters={filters} facets={facets} />
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
            <label key={stars} className={FILTER_ROW}>
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
          <label className={FILTER_ROW}>
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

/** The facts most of the goods have in common, and those that are chosen. A fact with one value tells nothing apart. */
function attributesOf(facets: Facets, filters: ListingFilters): Facets['attributes'] {
  const weight = ({ values }: Facets['attributes'][number]) => values.reduce((sum, { count }) => sum + count, 0)
  const chosen = new Set(filters.attributes.map(({ name }) => name))
  const rest = facets.attributes.filter(({ name, values }) => !chosen.has(name) && values.length > 1).sort((a, b) => weight(b) - weight(a))
  const known = facets.attributes.filter(({ name }) => chosen.has(name))
  const gone = filters.attributes.filter(({ name }) => !known.some((one) => one.name === name)).map(({ name }) => ({ name, values: [] }))
  return [...known, ...gone, ...rest.slice(0, Math.max(0, ATTRIBUTES_SHOWN - chosen.size))]
}
