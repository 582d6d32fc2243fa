import type { AppLoadContext } from '@remix-run/cloudflare'
import type { CategoryEntries } from '#web/features/trust/category-form.ts'
import { slugOf } from '#worker/pure/slug.ts'
import { redirectWith } from './flash.ts'
import { type ReadForm, refused } from './form.ts'

type Form = Extract<ReadForm<CategoryEntries>, { ok: true }>

/** Does to the tree what a form says, and leads back to the category it was about. */
export async function changeCategories({ api }: AppLoadContext, request: Request, { value, submission }: Form) {
  const { categories } = api.api.v1.admin
  const call = categories[':categoryId']
  if (value.intent === 'add') {
    const json = { name: value.name, slug: value.slug ?? slugOf(value.name, 'category'), parentId: value.parentId }
    const response = await categories.$post({ json }, { headers: { 'idempotency-key': crypto.randomUUID() } })
    if (!response.ok) return refused(request, submission, response)
    const { id } = await response.json()
    return redirectWith(pathOf(id), { key: 'saved' })
  }
  const param = { categoryId: value.categoryId }
  if (value.intent === 'merge') {
    const response = await call.merge.$post({ param, json: { intoId: value.intoId } })
    if (!response.ok) return refused(request, submission, response)
    const { name } = await response.json()
    return redirectWith(pathOf(value.intoId), { key: 'category_merged', params: { name } })
  }
  if (value.intent === 'facts') {
    const attributes = value.attributes
      .filter(({ name }) => name !== '')
      .map(({ choices, ...attribute }) => ({
        ...attribute,
        choices: choices
          .split(/[,;\n]/)
          .map((choice) => choice.trim())
          .filter(Boolean),
      }))
    const response = await call.attributes.$put({ param, json: { attributes } })
    return response.ok ? redirectWith(pathOf(value.categoryId), { key: 'saved' }) : refused(request, submission, response)
  }
  if (value.intent === 'remove') {
    const response = await call.$delete({ param })
    return response.ok ? redirectWith('/admin/categories', { key: 'saved' }) : refused(request, submission, response)
  }
  const { name, slug, parentId, position } = value
  const json = value.intent === 'change' ? { name, slug, parentId, position } : { isRetired: value.intent === 'retire' }
  const response = await call.$patch({ param, json })
  return response.ok ? redirectWith(pathOf(value.categoryId), { key: 'saved' }) : refused(request, submission, response)
}

const pathOf = (categoryId: string) => `/admin/categories?category=${categoryId}`
