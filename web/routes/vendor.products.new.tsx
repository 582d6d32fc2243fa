import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ProductEditor } from '#web/features/goods/product-editor.tsx'
import { productForm } from '#web/features/goods/product-form.ts'
import { need } from '#web/server/answer.ts'
import { readForm, type SubmissionResult } from '#web/server/form.ts'
import { loadEditor } from '#web/server/load-editor.ts'
import { createProduct } from '#web/server/save-product.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  return { ...(await loadEditor(context, request)), product: null }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const pictures = (await request.clone().formData()).getAll('pictures').filter((file) => file instanceof File && file.size > 0) as File[]
  const { currency } = await need(request, context.api.api.v1.vendor.$get())
  const form = await readForm(request, productForm(currency))
  if (!form.ok) return form.answer
  return createProduct({ context, request, currency, ...form }, pictures)
}

export const meta: MetaFunction = () => [{ title: m.goods_product_new_title() }]

export default function NewProduct() {
  return <ProductEditor {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}
