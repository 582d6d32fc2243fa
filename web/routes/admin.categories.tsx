import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { CategoriesView } from '#web/features/trust/categories-view.tsx'
import { CategoryForm } from '#web/features/trust/category-form.ts'
import { need } from '#web/server/answer.ts'
import { changeCategories } from '#web/server/change-categories.ts'
import { readForm, type SubmissionResult } from '#web/server/form.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const tree = await need(request, context.api.api.v1.admin.categories.$get({ query: {} }))
  const id = new URL(request.url).searchParams.get('category')
  return { tree, chosen: tree.items.find((node) => node.id === id) ?? null }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await readForm(request, CategoryForm)
  if (!form.ok) return form.answer
  return changeCategories(context, request, form)
}

export const meta: MetaFunction = () => [{ title: m.trust_categories_title() }]

export default function CategoriesRoute() {
  return <CategoriesView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as SubmissionResult | undefined} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
