import { Form } from '@remix-run/react'
import { useState } from 'react'
import { m } from '#messages'
import { Button, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { numberText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { UnsavedGuard } from '#web/ui/unsaved-guard.tsx'
import { type Stock, variantText } from './stock-words.ts'

const ENTRY = 'min-h-10 rounded-plate border border-stone-deep bg-card px-3 text-small placeholder:text-soft'

/** A delivery as it is unpacked: a number beside every variant that came in. */
export function ReceiveView({
  stock,
  words,
  idempotencyKey,
  errors,
}: {
  stock: Stock
  words: string
  idempotencyKey: string
  errors: string[] | undefined
}) {
  const [filter, setFilter] = useState('')
  const [counts, setCounts] = useState<Record<string, string>>({})
  const units = Object.values(counts).reduce((sum, text) => sum + (/^\d{1,6}$/.test(text) ? Number(text) : 0), 0)
  const isShown = (text: string) => text.toLowerCase().includes(filter.trim().toLowerCase())
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/inventory">{m.goods_back_to_inventory()}</TextLink>}
        title={m.goods_receive_title()}
        text={m.goods_receive_text()}
      />
      {stock.nextCursor === null && words === '' ? null : (
        <Form method="get" role="search" className="mb-4 flex flex-wrap items-center gap-2">
          <input
            type="search"
            name="q"
            defaultValue={words}
            aria-label={m.goods_stock_search()}
            placeholder={m.goods_stock_search_placeholder()}
            className={`${ENTRY} w-64`}
          />
          <Button type="submit" look="secondary" isSmall>
            {m.goods_find()}
          </Button>
          <p className="text-fine text-soft">{m.goods_receive_more({ n: stock.items.length })}</p>
        </Form>
      )}
      <Form method="post">
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <div className="mb-4 empty:hidden">
          <FormErrors errors={errors} />
        </div>
        <Panel isFlush>
          <div className="flex flex-wrap gap-2 border-b border-line px-4 py-3">
            <input
              name="reference"
              maxLength={120}
              aria-label={m.goods_receive_reference()}
              placeholder={m.goods_receive_reference()}
              className={`${ENTRY} w-full sm:w-64`}
            />
            <input
              type="search"
              aria-label={m.goods_receive_narrow()}
              placeholder={m.goods_receive_narrow()}
              onChange={({ currentTarget }) => setFilter(currentTarget.value)}
              onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
              className={`${ENTRY} w-full sm:ms-auto sm:w-56`}
            />
          </div>
          <table className="data-table">
            <caption className="sr-only">{m.goods_stock_caption()}</caption>
            <thead>
              <tr>
                <th scope="col">{m.goods_stock_variant()}</th>
                <th scope="col" className="number">
                  {m.goods_receive_now()}
                </th>
                <th scope="col" className="number">
                  {m.goods_receive_came()}
                </th>
              </tr>
            </thead>
            <tbody>
              {stock.items.map((item) => (
                <tr key={item.variantId} hidden={!isShown(`${variantText(item)} ${item.sku}`)}>
                  <td className="headline">
                    <span className="block">
                      <span className="font-medium">{variantText(item)}</span>
                      <span className="block text-fine font-normal text-soft">{item.sku}</span>
                    </span>
                  </td>
                  <td className="number" data-label={m.goods_receive_now()}>
                    {numberText(item.onHand)}
                  </td>
                  <td className="number" data-label={m.goods_receive_came()}>
                    <input
                      name={`units ${item.variantId}`}
                      inputMode="numeric"
                      autoComplete="off"
                      aria-label={m.goods_receive_came_of({ name: `${variantText(item)} ${item.sku}` })}
                      onChange={({ currentTarget: { value } }) => setCounts((now) => ({ ...now, [item.variantId]: value.trim() }))}
                      className={`${ENTRY} w-24 text-end tabular-nums`}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <div className="sticky bottom-0 mt-4 flex flex-wrap items-center gap-3 border-t border-line bg-card px-4 py-3 sm:rounded-t-plate sm:border">
          <p role="status" className="me-auto text-small text-soft">
            {m.goods_receive_sum({ count: units })}
          </p>
          <SubmitButton pendingText={m.goods_receive_saving()}>{m.goods_receive_save()}</SubmitButton>
        </div>
      </Form>
      <UnsavedGuard isDirty={units > 0} />
    </>
  )
}
