import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { ProductStep } from '#web/features/onboarding/product-step.tsx'
import { FirstProductForm } from '#web/features/onboarding/sell-forms.ts'
import { SellFrame } from '#web/features/onboarding/sell-frame.tsx'
import { keyOf, PRIVATE_META } from '#web/server/account.ts'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { createFirstProduct, requireStore } from '#web/server/selling.ts'
import { ButtonLink } from '#web/ui/button.tsx'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const selling = await requireStore(context, request)
  const { items } = await need(request, context.api.api.v1.categories.$get({ query: {} }))
  const categories = items.map(({ id, name, depth }) => ({ value: id as string, label: `${'\u2003'.repeat(depth)}${name}` }))
  return { selling, categories, idempotencyKey: crypto.randomUUID() }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { store } = await requireStore(context, request)
  const sent = await request.clone().formData()
  const form = await readForm(request, FirstProductForm)
  if (!form.ok) return form.answer
  const priceMinor = parsePrice(form.value.price, store.currency)
  if (priceMinor === null) return form.submission.reply({ fieldErrors: { price: [m.store_sell_amount_wrong()] } }) as SubmissionResult
  const picture = sent.get('picture')
  const key = String(sent.get('idempotencyKey') ?? crypto.randomUUID())
  const input = { ...form.value, priceMinor, key: await keyOf(key, form.value) }
  const { refused: refusal, failed } = await createFirstProduct(context, store, input, picture instanceof File ? picture : null)
  if (refusal !== null) return refused(request, form.submission, refusal, { fields: { '/variants/0/prices/0/priceMinor': 'price' } })
  if (failed.length > 0) throw await redirectWith('/sell/done', { key: 'first_product_partly' })
  throw redirect('/sell/done', 303)
}

export const meta: MetaFunction = () => [{ title: m.store_sell_product_page() }, ...PRIVATE_META]

export default function SellFirstProduct() {
  const { selling, categories, idempotencyKey } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()
  const isDone = selling.done['first-product']
  return (
    <SellFrame
      selling={selling}
      current="first-product"
      title={m.store_sell_product_title()}
      text={isDone ? m.store_sell_product_known() : m.store_sell_product_text()}
    >
      {isDone ? (
        <div className="flex flex-wrap gap-3">
          <ButtonLink to="/sell/done">{m.store_sell_go_on()}</ButtonLink>
          <ButtonLink to="/vendor/products" look="secondary" reloads>
            {m.store_sell_to_products()}
          </ButtonLink>
        </div>
      ) : (
        <ProductStep
          categories={categories}
          currency={selling.store.currency}
          idempotencyKey={idempotencyKey}
          isReady={selling.store.provisioned === 'ready'}
          lastResult={lastResult}
        />
      )}
    </SellFrame>
  )
}
