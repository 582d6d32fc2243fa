import { Form, Link, useSearchParams, useSubmit } from '@remix-run/react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { agoText, momentText, numberText } from '#web/ui/format.ts'
import { Plus } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { Pager } from '#web/ui/pager.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { RowSelection, RowTick } from '#web/ui/row-selection.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { BulkOutcome, type BulkResult } from './bulk-outcome.tsx'
import { type CategoryChoice, type Product, type ProductList, priceText, productStatusText, productStatusTone } from './product-words.ts'
import { Thumbnail } from './thumbnail.tsx'

export const STATUSES = ['active', 'draft', 'archived'] as const
export const SORTS = ['newest', 'updated', 'title'] as const
export type ProductFilters = { status: string; q: string; categoryId: string; stock: string; sort: string }
type Page = {
  list: ProductList
  filters: ProductFilters
  categories: CategoryChoice[]
  currency: string
  lowAt: number
  nowMs: number
  result: BulkResult | undefined
}

export function ProductsView({ list, filters, categories, currency, lowAt, nowMs, result }: Page) {
  const [params] = useSearchParams()
  return (
    <>
      <PageHeader title={m.goods_products_title()}>
        <ButtonLink to="/vendor/products/new">
          <Plus className="size-4" aria-hidden />
          {m.goods_products_new()}
        </ButtonLink>
      </PageHeader>
      <TabLinks label={m.goods_products_views()} tabs={tabsOf(filters, list.counts)} />
      <Filters filters={filters} categories={categories} />
      <BulkOutcome result={result} />
      {list.items.length === 0 ? (
        <Nothing isFiltered={[...params.keys()].length > 0} />
      ) : (
        <Panel isFlush>
          <RowSelection
            key={list.items.map(({ id, version }) => `${id} ${version}`).join()}
            method="post"
            action="/vendor/products?index"
            fields={<input type="hidden" name="back" value={params.toString()} />}
            buttons={(isNone) => (
              <>
                <SubmitButton name="intent" value="publish" look="secondary" isSmall disabled={isNone}>
                  {m.goods_publish()}
                </SubmitButton>
                <SubmitButton name="intent" value="archive" look="secondary" isSmall disabled={isNone}>
                  {m.goods_archive()}
                </SubmitButton>
              </>
            )}
          >
            <DataTable
              caption={m.goods_products_caption()}
              columns={columnsOf(currency, lowAt, nowMs)}
              rows={list.items}
              rowKey={({ id, version }) => `${id} ${version}`}
            />
          </RowSelection>
          <Pager nextCursor={list.nextCursor} />
        </Panel>
      )}
    </>
  )
}

function tabsOf(filters: ProductFilters, counts: ProductList['counts']) {
  const all = counts.active + counts.draft + counts.archived
  const tab = (status: string, text: string, count: number) => {
    const { status: _, ...rest } = filters
    const kept = Object.entries({ status, ...rest }).filter(([, value]) => value !== '')
    return { to: `/vendor/products?${new URLSearchParams(kept)}`, text, count, isCurrent: filters.status === status }
  }
  return [
    tab('', m.goods_products_all(), all),
    tab('active', m.goods_products_active(), counts.active),
    tab('draft', m.goods_products_draft(), counts.draft),
    tab('archived', m.goods_products_archived(), counts.archived),
  ]
}

const ENTRY = 'min-h-10 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 text-small sm:w-auto'

function Filters({ filters, categories }: { filters: ProductFilters; categories: CategoryChoice[] }) {
  const submit = useSubmit()
  const options = {
    stock: [
      { value: '', label: m.goods_products_any_stock() },
      { value: 'low', label: m.goods_products_low() },
      { value: 'out', label: m.goods_products_out() },
    ],
    sort: [
      { value: 'newest', label: m.goods_sort_newest() },
      { value: 'updated', label: m.goods_sort_updated() },
      { value: 'title', label: m.goods_sort_title() },
    ],
  }
  return (
    <Form
      key={JSON.stringify(filters)}
      method="get"
      role="search"
      className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap"
      onChange={(event) => event.target instanceof HTMLSelectElement && submit(event.currentTarget)}
    >
      {filters.status === '' ? null : <input type="hidden" name="status" value={filters.status} />}
      <input
        type="search"
        name="q"
        aria-label={m.goods_products_words()}
        placeholder={m.goods_products_words()}
        defaultValue={filters.q}
        className={`${ENTRY} col-span-2 placeholder:text-soft sm:w-56`}
      />
      <Choice
        name="categoryId"
        label={m.goods_products_category()}
        value={filters.categoryId}
        options={[{ value: '', label: m.goods_products_any_category() }, ...categories]}
      />
      <Choice name="stock" label={m.goods_products_stock()} value={filters.stock} options={options.stock} />
      <Choice name="sort" label={m.goods_products_sort()} value={filters.sort} options={options.sort} />
      <Button type="submit" look="secondary" isSmall className="min-h-10">
        {m.goods_apply()}
      </Button>
    </Form>
  )
}

function Choice({ name, label, value, options }: { name: string; label: string; value: string; options: CategoryChoice[] }) {
  return (
    <select name={name} aria-label={label} defaultValue={value} className={`${ENTRY} pe-8 sm:max-w-56`}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

const columnsOf = (currency: string, lowAt: number, nowMs: number): Column<Product>[] => [
  {
    key: 'tick',
    title: m.goods_select(),
    isUnlabelled: true,
    isNarrow: true,
    cell: ({ id, status, title }) => <RowTick name="product" value={`${id} ${status}`} label={m.goods_select_product({ title })} />,
  },
  {
    key: 'product',
    title: m.goods_product(),
    isHeadline: true,
    cell: (product) => (
      <span className="flex items-center gap-3">
        <Thumbnail picture={product.images[0]} />
        <span className="min-w-0">
          <Link to={`/vendor/products/${product.id}`} className="block font-semibold hover:text-accent hover:underline">
            {product.title}
          </Link>
          <span className="text-fine font-normal text-soft">{m.goods_variant_count({ count: product.variants.length })}</span>
        </span>
      </span>
    ),
  },
  {
    key: 'status',
    title: m.goods_status(),
    cell: ({ status }) => <Badge tone={productStatusTone(status)}>{productStatusText(status)}</Badge>,
  },
  { key: 'price', title: m.goods_price(), isNumber: true, cell: (product) => priceText(product, currency) },
  { key: 'stock', title: m.goods_stock(), isNumber: true, cell: (product) => <Stock product={product} lowAt={lowAt} /> },
  {
    key: 'updated',
    title: m.goods_updated(),
    cell: ({ updatedAt }) => (
      <time dateTime={updatedAt} title={momentText(updatedAt)} className="whitespace-nowrap text-soft">
        {agoText(Date.parse(updatedAt), nowMs)}
      </time>
    ),
  },
]

function Stock({ product, lowAt }: { product: Product; lowAt: number }) {
  const units = product.variants.map(({ available }) => available)
  const isLow = units.some((available) => available <= lowAt)
  const total = units.reduce((sum, available) => sum + available, 0)
  return (
    <span className="inline-flex items-center gap-2">
      {total === 0 ? <Badge tone="bad">{m.goods_stock_out()}</Badge> : isLow ? <Badge tone="warn">{m.goods_stock_low()}</Badge> : null}
      {numberText(total)}
    </span>
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered)
    return (
      <Notice
        title={m.goods_products_empty_title()}
        text={m.goods_products_empty_text()}
        action={<ButtonLink to="/vendor/products/new">{m.goods_products_new()}</ButtonLink>}
      />
    )
  return (
    <Notice
      title={m.goods_products_none_title()}
      text={m.goods_products_none_text()}
      action={
        <ButtonLink to="/vendor/products" look="secondary">
          {m.goods_products_none_action()}
        </ButtonLink>
      }
    />
  )
}
