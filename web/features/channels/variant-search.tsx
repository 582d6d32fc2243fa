import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Button, SubmitButton } from '#web/ui/button.tsx'

export type Candidate = { id: string; title: string; sku: string; available: number }

/**
 * Finds one of the store's variants and says that it is this. `searchFields` and `mapFields` are what else the two forms
 * send.
 */
export function VariantSearch({
  words,
  found,
  fields,
  needed = 0,
  name = 'q',
}: {
  words: string
  /** Null before a search. */
  found: Candidate[] | null
  fields: { name: string; value: string }[]
  /** Units an order asks for: what has fewer is marked. */
  needed?: number
  /** The search field's, where a page has several. */
  name?: string
}) {
  return (
    <div>
      <Form method="get" role="search" className="flex gap-2">
        <input
          key={words}
          type="search"
          name={name}
          aria-label={m.channels_search_products()}
          placeholder={m.channels_search_products_hint()}
          defaultValue={words}
          className="min-h-10 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3 text-small placeholder:text-soft"
        />
        <Button type="submit" look="secondary" isSmall className="min-h-10">
          {m.goods_find()}
        </Button>
      </Form>
      {found === null ? null : found.length === 0 ? (
        <p className="mt-3 text-small text-soft">{m.channels_search_none({ words })}</p>
      ) : (
        <ul className="mt-3 divide-y divide-line rounded-plate border border-line">
          {found.map(({ id, title, sku, available }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-3.5 py-2.5">
              <span className="min-w-0 text-small">
                <span className="block font-medium">{title}</span>
                <span className="text-fine text-soft">
                  {sku} ·{' '}
                  {available < needed ? (
                    <span className="font-medium text-warn">{m.channels_too_few({ count: available })}</span>
                  ) : (
                    m.channels_can_sell({ count: available })
                  )}
                </span>
              </span>
              <Form method="post">
                {fields.map((field) => (
                  <input key={field.name} type="hidden" {...field} />
                ))}
                <input type="hidden" name="variant" value={id} />
                <SubmitButton name="intent" value="map" isSmall look="secondary" aria-label={m.channels_choose_of({ title })}>
                  {m.channels_choose()}
                </SubmitButton>
              </Form>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
