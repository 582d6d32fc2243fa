import { Form, Link } from '@remix-run/react'
import { useState } from 'react'
import { m } from '#messages'
import { FILTER_BOX } from '#web/features/admin/filters.tsx'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { numberText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { slugOf } from '#worker/pure/slug.ts'
import type { Categories, CategoryNode } from './trust-words.ts'

type Page = { tree: Categories; chosen: CategoryNode | null; result: SubmissionResult | undefined }

/** The tree on one side, the chosen category on the other; without one, a new category. */
export function CategoriesView({ tree, chosen, result }: Page) {
  const errors = Object.values(result?.error ?? {}).flatMap((all) => all ?? [])
  return (
    <>
      <PageHeader title={m.trust_categories_title()} text={m.trust_categories_text()} />
      <div className="mb-5 empty:hidden">
        <FormErrors errors={errors} />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
        <Panel isFlush>
          <ul className="py-2">
            {tree.items.map((node) => (
              <li key={node.id}>
                <Link
                  to={`/admin/categories?category=${node.id}`}
                  aria-current={node.id === chosen?.id ? 'true' : undefined}
                  className="flex min-h-10 items-center justify-between gap-3 px-4 text-small hover:bg-stone aria-[current]:bg-accent-tint aria-[current]:font-semibold aria-[current]:text-accent"
                  style={{ paddingInlineStart: `${1 + node.depth * 1.25}rem` }}
                >
                  <span className={node.isRetired ? 'text-soft line-through' : ''}>{node.name}</span>
                  <span className="text-fine text-soft tabular-nums">{numberText(node.listingCount)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </Panel>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {chosen === null ? null : (
            <Chosen key={`${chosen.id} ${chosen.name} ${chosen.isRetired} ${chosen.parentId}`} node={chosen} tree={tree} />
          )}
          {chosen === null ? null : <Facts key={`facts ${chosen.id} ${chosen.attributes.length}`} node={chosen} />}
          {chosen === null ? null : <Merge node={chosen} tree={tree} />}
          <Add key={`add ${chosen?.id ?? ''} ${tree.items.length}`} parent={chosen} />
        </div>
      </div>
    </>
  )
}

function Entry({
  name,
  label,
  value,
  ...rest
}: {
  name: string
  label: string
  value: string
  type?: string
  pattern?: string
  maxLength?: number
  required?: boolean
}) {
  return (
    <label className="text-fine font-semibold">
      {label}
      <input name={name} defaultValue={value} {...rest} className={`mt-1 ${FILTER_BOX}`} />
    </label>
  )
}

const isBelow = (node: CategoryNode, above: CategoryNode, all: readonly CategoryNode[]): boolean => {
  for (let at: CategoryNode | undefined = node; at; at = all.find(({ id }) => id === at?.parentId)) if (at.id === above.id) return true
  return false
}

function Chosen({ node, tree }: { node: CategoryNode; tree: Categories }) {
  const homes = tree.items.filter((one) => !one.isRetired && !isBelow(one, node, tree.items))
  return (
    <Panel title={node.name} action={node.isRetired ? <Badge tone="warn">{m.trust_category_retired()}</Badge> : undefined}>
      <Form method="post" className="grid gap-4 sm:grid-cols-2">
        <input type="hidden" name="categoryId" value={node.id} />
        <Entry name="name" label={m.trust_category_name()} value={node.name} required maxLength={80} />
        <Entry name="slug" label={m.trust_category_slug()} value={node.slug} required maxLength={80} pattern="[a-z0-9]+(-[a-z0-9]+)*" />
        <label className="text-fine font-semibold">
          {m.trust_category_parent()}
          <select name="parentId" defaultValue={node.parentId ?? ''} className={`mt-1 pe-8 ${FILTER_BOX}`}>
            <option value="">{m.trust_category_top()}</option>
            {homes.map(({ id, name, depth }) => (
              <option key={id} value={id}>
                {`${'\u2003'.repeat(depth)}${name}`}
              </option>
            ))}
          </select>
        </label>
        <Entry name="position" label={m.trust_category_position()} value={String(node.position)} type="number" required />
        <div className="flex flex-wrap gap-2 sm:col-span-2">
          <SubmitButton name="intent" value="change" pendingText={m.trust_sending()}>
            {m.trust_save()}
          </SubmitButton>
          <SubmitButton name="intent" value={node.isRetired ? 'reuse' : 'retire'} look="secondary">
            {node.isRetired ? m.trust_category_reuse() : m.trust_category_retire()}
          </SubmitButton>
          {node.listingCount === 0 ? (
            <SubmitButton name="intent" value="remove" look="quiet">
              {m.trust_category_remove()}
            </SubmitButton>
          ) : null}
        </div>
      </Form>
    </Panel>
  )
}

type Draft = { key: number; name: string; type: string; unit: string; choices: string; isRequired: boolean; isFilterable: boolean }

/** What products in the category, and below it, should state. One more empty row is always there, with scripts or without. */
function Facts({ node }: { node: CategoryNode }) {
  const empty = (key: number): Draft => ({ key, name: '', type: 'text', unit: '', choices: '', isRequired: false, isFilterable: true })
  const [rows, setRows] = useState(() => [
    ...node.attributes.map((attribute, key): Draft => ({ ...attribute, key, choices: attribute.choices.join(', ') })),
    empty(node.attributes.length),
  ])
  return (
    <Panel title={m.trust_category_facts()}>
      <p className="mb-4 text-small text-soft">{m.trust_category_facts_text()}</p>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="categoryId" value={node.id} />
        <ul className="grid gap-4">
          {rows.map((row, index) => (
            <li key={row.key} className="grid gap-3 rounded-plate border border-line p-4 sm:grid-cols-2">
              <Entry name={`attributes[${index}].name`} label={m.trust_fact_name()} value={row.name} maxLength={40} />
              <label className="text-fine font-semibold">
                {m.trust_fact_type()}
                <select name={`attributes[${index}].type`} defaultValue={row.type} className={`mt-1 pe-8 ${FILTER_BOX}`}>
                  <option value="text">{m.trust_fact_text()}</option>
                  <option value="number">{m.trust_fact_number()}</option>
                  <option value="choice">{m.trust_fact_choice()}</option>
                </select>
              </label>
              <Entry name={`attributes[${index}].unit`} label={m.trust_fact_unit()} value={row.unit} maxLength={12} />
              <Entry name={`attributes[${index}].choices`} label={m.trust_fact_choices()} value={row.choices} maxLength={2000} />
              <label className="flex min-h-9 items-center gap-2 text-small">
                <input
                  type="checkbox"
                  name={`attributes[${index}].isRequired`}
                  defaultChecked={row.isRequired}
                  className="size-5 accent-accent"
                />
                {m.trust_fact_required()}
              </label>
              <label className="flex min-h-9 items-center gap-2 text-small">
                <input
                  type="checkbox"
                  name={`attributes[${index}].isFilterable`}
                  defaultChecked={row.isFilterable}
                  className="size-5 accent-accent"
                />
                {m.trust_fact_filterable()}
              </label>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <SubmitButton name="intent" value="facts" pendingText={m.trust_sending()}>
            {m.trust_save()}
          </SubmitButton>
          <Button
            look="secondary"
            onClick={() => setRows((now) => [...now, empty(now.reduce((max, { key }) => Math.max(max, key), 0) + 1)])}
          >
            {m.trust_fact_add()}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}

function Merge({ node, tree }: { node: CategoryNode; tree: Categories }) {
  const targets = tree.items.filter((one) => !one.isRetired && !isBelow(one, node, tree.items))
  return (
    <Panel title={m.trust_category_merge()}>
      <p className="mb-3 text-small text-soft">{m.trust_category_merge_text({ name: node.name })}</p>
      <Form method="post" className="flex flex-wrap items-end gap-3">
        <input type="hidden" name="categoryId" value={node.id} />
        <label className="min-w-0 grow basis-60 text-fine font-semibold">
          {m.trust_category_into()}
          <select name="intoId" required defaultValue="" className={`mt-1 pe-8 ${FILTER_BOX}`}>
            <option value="" disabled>
              {m.goods_field_category_choose()}
            </option>
            {targets.map(({ id, name, depth }) => (
              <option key={id} value={id}>
                {`${'\u2003'.repeat(depth)}${name}`}
              </option>
            ))}
          </select>
        </label>
        <SubmitButton name="intent" value="merge" look="danger" pendingText={m.trust_sending()}>
          {m.trust_category_merge_do()}
        </SubmitButton>
      </Form>
    </Panel>
  )
}

function Add({ parent }: { parent: CategoryNode | null }) {
  const [slug, setSlug] = useState('')
  return (
    <Panel title={parent === null ? m.trust_category_add() : m.trust_category_add_below({ name: parent.name })}>
      <Form method="post" className="grid gap-4 sm:grid-cols-2">
        <input type="hidden" name="parentId" value={parent?.id ?? ''} />
        <label className="text-fine font-semibold">
          {m.trust_category_name()}
          <input
            name="name"
            required
            maxLength={80}
            onChange={(event) => setSlug(slugOf(event.currentTarget.value, ''))}
            className={`mt-1 ${FILTER_BOX}`}
          />
        </label>
        <label className="text-fine font-semibold">
          {m.trust_category_slug()}
          <input name="slug" maxLength={80} placeholder={slug} pattern="[a-z0-9]+(-[a-z0-9]+)*" className={`mt-1 ${FILTER_BOX}`} />
        </label>
        <div>
          <SubmitButton name="intent" value="add" look="secondary" pendingText={m.trust_sending()}>
            {m.trust_category_add_do()}
          </SubmitButton>
        </div>
      </Form>
    </Panel>
  )
}
