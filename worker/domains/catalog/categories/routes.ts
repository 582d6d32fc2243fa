import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import {
  addCategory,
  type CategoryChange as CategoryChangeInput,
  changeCategory,
  readCategoryTree,
  readWholeTree,
  removeCategory,
} from '../category-tree.ts'
import { categoryId, slugSchema } from '../schemas.ts'
import { mergeCategory, setAttributes } from '../shape-categories.ts'

const Attribute = z
  .object({
    name: z.string(),
    type: z.enum(['text', 'number', 'choice']),
    unit: z.string(),
    choices: z.array(z.string()),
    isRequired: z.boolean(),
    isFilterable: z.boolean(),
  })
  .openapi('CategoryAttribute')
const line = (max: number) => z.string().trim().min(1).max(max)
const Attributes = z
  .strictObject({
    attributes: z
      .array(
        z.strictObject({
          name: line(40),
          type: z.enum(['text', 'number', 'choice']),
          unit: z.string().trim().max(12).default(''),
          choices: z.array(line(60)).max(60).default([]),
          isRequired: z.boolean().default(false),
          isFilterable: z.boolean().default(true),
        }),
      )
      .max(30),
  })
  .openapi('CategoryAttributes', {
    example: {
      attributes: [{ name: 'Material', type: 'choice', choices: ['Stoneware', 'Porcelain'], isRequired: true, isFilterable: true }],
    },
  })
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
    isRetired: z.boolean(),
    formerIds: z.array(categoryId).openapi({ description: 'Categories merged into it; products of vendors may still name them.' }),
    formerSlugs: z.array(z.string()),
    attributes: z.array(Attribute),
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
    isRetired: z.boolean(),
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
  .strictObject({ ...fields, isRetired: z.boolean() })
  .partial()
  .openapi('CategoryChange', { example: { name: 'Mugs & cups' } })
const Merge = z.strictObject({ intoId: categoryId }).openapi('CategoryMerge', { example: { intoId: 'cat_01JD0000000000000000000001' } })
const CategoryParam = z.strictObject({ categoryId })
const taken = { category_slug_taken: [409, 'Another category has the slug "mugs".'] } as const
const notFound = { not_found: [404, 'There is no such category.'] } as const

const show = ({ id, slug, name, parentId, path, position, retiredAtMs }: Awaited<ReturnType<typeof changeCategory>>) => ({
  id,
  slug,
  name,
  parentId,
  path,
  position,
  isRetired: retiredAtMs !== null,
})

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
    async (c) => c.json(show(await addCategory(c.var.ctx, c.req.valid('json'))), 201),
  )
  .openapi(
    route({
      method: 'patch',
      path: '/admin/categories/{categoryId}',
      operationId: 'changeCategory',
      summary: 'Rename, move or retire a category',
      tags: ['catalog'],
      permission: 'platform:catalog',
      request: { params: CategoryParam, body: body(CategoryChange) },
      responses: { 200: json(Category, 'As it is now.') },
      problems: { ...taken, ...notFound, changed_meanwhile: [412, 'The category was changed by somebody else since you read it.'] },
    }),
    async (c) => {
      const given = Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined)
      const change: CategoryChangeInput = Object.fromEntries(given)
      return c.json(show(await changeCategory(c.var.ctx, c.req.valid('param').categoryId, change)), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/categories',
      operationId: 'listAllCategories',
      summary: 'The whole tree, with what is retired',
      tags: ['catalog'],
      permission: 'platform:catalog',
      request: { query: z.strictObject({}) },
      responses: { 200: json(z.object({ items: z.array(Node) }), 'The tree.') },
    }),
    async (c) => c.json({ items: await readWholeTree(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/categories/{categoryId}/merge',
      operationId: 'mergeCategory',
      summary: 'Merge a category into another; its listings follow',
      tags: ['catalog'],
      permission: 'platform:catalog',
      request: { params: CategoryParam, body: body(Merge) },
      responses: { 200: json(Category, 'The category that everything is in now.') },
      problems: {
        ...notFound,
        category_in_use: [409, 'The category has listings or categories in it; move them first.'],
        changed_meanwhile: [412, 'The category was changed by somebody else since you read it.'],
      },
    }),
    async (c) => c.json(show(await mergeCategory(c.var.ctx, c.req.valid('param').categoryId, c.req.valid('json').intoId)), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/categories/{categoryId}/attributes',
      operationId: 'setCategoryAttributes',
      summary: 'Say what products of a category should state',
      tags: ['catalog'],
      permission: 'platform:catalog',
      request: { params: CategoryParam, body: body(Attributes) },
      responses: {
        200: json(
          z.object({ attributes: z.array(Attribute) }).openapi('CategoryTerms'),
          'As they are now; they hold for everything below as well.',
        ),
      },
      problems: notFound,
    }),
    async (c) => c.json(await setAttributes(c.var.ctx, c.req.valid('param').categoryId, c.req.valid('json').attributes), 200),
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
