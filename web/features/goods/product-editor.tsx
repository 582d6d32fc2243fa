import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import { useMemo, useState } from 'react'
import { m } from '#messages'
import { StandingPanel } from '#web/features/trust/standing-panel.tsx'
import type { Standing } from '#web/features/trust/trust-words.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, SelectField, TextAreaField, TextField } from '#web/ui/field.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { UnsavedGuard } from '#web/ui/unsaved-guard.tsx'
import { slugOf } from '#worker/pure/slug.ts'
import { AttributesPanel } from './attributes-panel.tsx'
import { initialMatrix } from './initial-matrix.ts'
import { OptionsEditor } from './options-editor.tsx'
import { PicturesPanel, PicturesToCome } from './pictures-panel.tsx'
import { ProductActions } from './product-actions.tsx'
import { productForm } from './product-form.ts'
import type { EditorCategory, Product, Store } from './product-words.ts'
import { SaleDoctor } from './sale-doctor.tsx'
import { VariantGrid } from './variant-grid.tsx'
import { rowsOf, withOptions } from './variant-matrix.ts'

export type EditorPage = {
  product: Product | null
  standing?: Standing | null
  store: Store
  categories: EditorCategory[]
  host: string
  idempotencyKey: string
}

/** Everything of a product on one page. Text, options and variants are saved together; pictures at once. */
export function ProductEditor({
  product,
  standing = null,
  store,
  categories,
  host,
  idempotencyKey,
  result,
}: EditorPage & { result: SubmissionResult | undefined }) {
  const schema = useMemo(() => productForm(store.currency), [store.currency])
  const [version, setVersion] = useState(product?.version ?? 0)
  const [matrix, setMatrix] = useState(() => initialMatrix(product, store.currency))
  const [isDirty, setDirty] = useState(false)
  const stored =
    categories.find(({ value, formerIds }) => value === product?.categoryId || formerIds.includes(product?.categoryId ?? ''))?.value ?? ''
  const [categoryId, setCategoryId] = useState(stored)
  const [preview, setPreview] = useState({
    title: product?.title ?? '',
    slug: product?.slug ?? '',
    description: product?.description ?? '',
  })
  const [form, fields] = useForm({
    id: 'product',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema }),
    shouldValidate: 'onSubmit',
    shouldRevalidate: 'onInput',
    defaultValue: {
      title: product?.title ?? '',
      description: product?.description ?? '',
      brand: product?.brand ?? '',
      slug: product?.slug ?? '',
      categoryId: stored,
    },
  })
  const errors = form.allErrors
  const change = (next: typeof matrix) => {
    setMatrix(next)
    setDirty(true)
  }
  const look = (event: { target: EventTarget }) => {
    setDirty(true)
    const { target } = event
    if (target instanceof HTMLSelectElement && target.name === 'categoryId') setCategoryId(target.value)
    if ((target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.name in preview)
      setPreview((now) => ({ ...now, [target.name]: target.value }))
  }
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/products">{m.goods_back_to_products()}</TextLink>}
        title={product?.title ?? m.goods_product_new_title()}
      />
      {product === null || standing === null ? null : <StandingPanel standing={standing} productId={product.id} />}
      {product === null || (standing !== null && standing.state !== 'shown') ? null : <SaleDoctor product={product} store={store} />}
      <Form method="post" id={form.id} onSubmit={form.onSubmit} onInput={look} noValidate={form.noValidate} encType="multipart/form-data">
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <div className="mb-5 empty:hidden">
          <FormErrors id={form.errorId} errors={form.errors} />
        </div>
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
          <Panel title={m.goods_basics_title()}>
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField field={fields.title} label={m.goods_field_title()} className="sm:col-span-2" />
              <TextAreaField
                field={fields.description}
                label={m.goods_field_description()}
                hint={m.goods_field_description_hint()}
                isOptional
                rows={6}
                className="sm:col-span-2"
              />
              <SelectField
                field={fields.categoryId}
                label={m.goods_field_category()}
                options={[{ value: '', label: m.goods_field_category_choose() }, ...categories]}
              />
              <TextField field={fields.brand} label={m.goods_field_brand()} isOptional />
            </div>
          </Panel>
          {product === null ? <PicturesToCome /> : <PicturesPanel product={product} onVersion={setVersion} />}
          <AttributesPanel
            key={categoryId}
            terms={categories.find(({ value }) => value === categoryId)?.terms ?? []}
            product={product}
            errors={errors}
          />
          <div className="min-w-0 lg:col-span-2">
            <Panel title={m.goods_options_title()}>
              <p className="mb-3 text-small text-soft">{m.goods_options_text()}</p>
              <OptionsEditor options={matrix.options} errors={errors} onChange={(options) => change(withOptions(matrix, options))} />
              <div className="-mx-4 mt-4 border-t border-line sm:-mx-5 sm:overflow-x-auto">
                <VariantGrid matrix={matrix} title={preview.title} currency={store.currency} errors={errors} onChange={change} />
              </div>
              <GridNotes removed={removedOf(product, matrix)} errors={errors.variants} />
            </Panel>
          </div>
        </div>
        <div className="mt-5">
          <Panel title={m.goods_search_preview()}>
            <div className="grid items-start gap-5 sm:grid-cols-2">
              <SearchPreview {...preview} store={store.name} host={host} />
              <TextField field={fields.slug} label={m.goods_field_slug()} hint={m.goods_field_slug_hint()} isOptional />
            </div>
          </Panel>
        </div>
        <SaveBar product={product} isDirty={isDirty} />
      </Form>
      {product === null ? null : <ProductActions product={product} version={version} />}
      <UnsavedGuard isDirty={isDirty} />
    </>
  )
}

function removedOf(product: Product | null, matrix: Parameters<typeof rowsOf>[0]): number {
  const kept = new Set(rowsOf(matrix).flatMap(({ entry }) => (entry.isSold && entry.id !== undefined ? [entry.id] : [])))
  return product?.variants.filter(({ id }) => !kept.has(id)).length ?? 0
}

function GridNotes({ removed, errors }: { removed: number; errors: string[] | undefined }) {
  return (
    <div className="mt-3 text-fine text-soft">
      {errors === undefined ? null : <p className="font-medium text-bad">{errors.join(' ')}</p>}
      {removed === 0 ? null : (
        <p role="status" className="font-medium text-warn">
          {m.goods_grid_removed({ count: removed })}
        </p>
      )}
      <p className="hidden sm:block">{m.goods_grid_hint()}</p>
    </div>
  )
}

function SearchPreview({ title, slug, description, store, host }: Record<'title' | 'slug' | 'description' | 'store' | 'host', string>) {
  return (
    <div className="rounded-plate bg-paper p-4 text-small break-words">
      <p className="text-fine text-soft">
        {host}/p/{slug || (title.trim() === '' ? '…' : slugOf(title, '…'))}
      </p>
      <p className="font-medium text-accent">{[title || m.goods_product_new_title(), store].join(' · ')}</p>
      <p className="line-clamp-2 text-fine text-soft">{description || m.goods_field_description_hint()}</p>
    </div>
  )
}

/** Stays in sight while the page scrolls, so that saving is always one press away. */
function SaveBar({ product, isDirty }: { product: Product | null; isDirty: boolean }) {
  const isOnSale = product?.status === 'active'
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-5 flex flex-wrap items-center gap-2 border-t border-line bg-card px-4 py-3 sm:mx-0 sm:rounded-t-plate sm:border sm:px-5">
      <p role="status" className={`me-auto text-small ${isDirty ? 'font-semibold text-warn' : 'text-soft'}`}>
        {isDirty ? m.goods_unsaved() : product === null ? '' : m.goods_all_saved()}
      </p>
      {product === null ? null : (
        <ButtonLink to="?" look="quiet" isSmall reloads>
          {m.goods_discard()}
        </ButtonLink>
      )}
      <SubmitButton name="intent" value="save" look={isOnSale ? 'primary' : 'secondary'} pendingText={m.goods_saving()}>
        {product === null ? m.goods_save_draft() : m.goods_save()}
      </SubmitButton>
      {isOnSale ? null : (
        <SubmitButton name="intent" value="publish" pendingText={m.goods_saving()}>
          {m.goods_save_publish()}
        </SubmitButton>
      )}
    </div>
  )
}
