import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { addCategory, type CategoryInput, changeCategory, readCategoryTree, removeCategory } from '../category-tree.ts'
import { categoryId, slugSchema } from '../schemas.ts'

const Node = z
  .object({
    id: categoryId,
    slug: z.string(),
    name: z.string(),
    parentId: categoryId.nullable().openapi({ type: ['string', 'null'] }),
    parentSlug: z.string().nullable(),
    position: z.number().int(),
    depth: z.number().int(),
    listingCount: z.number().int(),
  })
  .openapi('CategoryNode')
const Category = z
  .object({
    id: categoryId,
    slug: z.string(),
    name: z.string(),
    parentId: categoryId.nullable().openapi({ type: ['string', 'null'] }),
    path: z.string(),
    position: z.number().int(),
  })
  .openapi('Category')
const fields = {
  slug: slugSchema,
  name: z.string().trim().min(1).max(80),
  parentId: categoryId.nullable().openapi({ type: ['string', 'null'] }),
  position: z.number().int().min(0).max(100_000),
}
const NewCategory = z
  .strictObject({ ...fields, parentId: fields.parentId.default(null), position: fields.position.default(0) })
  .openapi('NewCategory', { example: { slug: 'mugs', name: 'Mugs', parentId: null } })
const CategoryChange = z
  .strictObject(fields)
  .partial()
  .openapi('CategoryChange', { example: { name: 'Mugs & cups' } })
const CategoryParam = z.strictObject({ categoryId })
const taken = { category_slug_taken: [409, 'Another category has the slug "mugs".'] } as const
const notFound = { not_found: [404, 'There is no such category.'] } as const

export const categoryRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/categories',
      operationId: 'listCategories',
      summary: 'The category tree, parents before their children, with how much is for sale in each',
      tags: ['catalog'],
      permission: 'public',
      kept: true,
      request: { query: z.strictObject({}) },
      responses: { 200: json(z.object({ items: z.array(Node) }), 'The tree.') },
    }),
    async (c) => c.json({ items: await readCategoryTree(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/categories',
      operationId: 'addCategory',
      summary: 'Add a category',
      tags: ['catalog'],
      permission: 'platform:catalog',
      request: { body: body(NewCategory) },
      responses: { 201: json(Category, 'Added.') },
      problems: taken,
      idempotent: true,
    }),
    async (c) => c.json(await addCategory(c.var.ctx, c.req.valid('json')), 201),
  )
  .openapi(
    route({
      method: 'patch',
      path: '/admin/categories/{categoryId}',
      operationId: 'changeCategory',
      summary: 'Rename or move a category, with everything below it',
      tags: ['catalog'],
      permission: 'platform:catalog',
      request: { params: CategoryParam, body: body(CategoryChange) },
      responses: { 200: json(Category, 'As it is now.') },
      problems: { ...taken, ...notFound, changed_meanwhile: [412, 'The category was changed by somebody else since you read it.'] },
    }),
    async (c) => {
      const given = Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined)
      const change: Partial<CategoryInput> = Object.fromEntries(given)
      return c.json(await changeCategory(c.var.ctx, c.req.valid('param').categoryId, change), 200)
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/admin/categories/{categoryId}',
      operationId: 'removeCategory',
      summary: 'Delete an empty category',
      tags: ['catalog'],
      permission: 'platform:catalog',
      request: { params: CategoryParam },
      responses: { 204: empty('Gone.') },
      problems: { ...notFound, category_in_use: [409, 'The category has listings or categories in it; move them first.'] },
    }),
    async (c) => {
      await removeCategory(c.var.ctx, c.req.valid('param').categoryId)
      return c.body(null, 204)
    },
  )
