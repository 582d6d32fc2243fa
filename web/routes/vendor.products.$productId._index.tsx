import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ProductEditor } from '#web/features/goods/product-editor.tsx'
import { productForm } from '#web/features/goods/product-form.ts'
import { attempt, need } from '#web/server/answer.ts'
import { readForm, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { loadEditor } from '#web/server/load-editor.ts'
import { changeProduct } from '#web/server/save-product.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const param = { productId: idParam('product', params.productId) }
  const [editor, product, standing] = await Promise.all([
    loadEditor(context, request),
    need(request, context.api.api.v1.vendor.products[':productId'].$get({ param })),
    attempt(() => context.api.api.v1.vendor.products[':productId'].moderation.$get({ param })),
  ])
  return { ...editor, product, standing: standing.ok ? standing.value : null }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const productId = idParam('product', params.productId)
  const { currency } = await need(request, context.api.api.v1.vendor.$get())
  const form = await readForm(request, productForm(currency))
  if (!form.ok) return form.answer
  return changeProduct({ context, request, currency, ...form }, productId)
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.product.title ?? m.goods_products_title() }]

export default function Product() {
  const page = useLoaderData<typeof loader>()
  // What is loaded anew (also after saving) begins with what is stored; after a refusal nothing is, and what was typed stays.
  return <ProductEditor key={page.idempotencyKey} {...page} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
