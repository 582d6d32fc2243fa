import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { accountId, Email, PlatformRoleSchema } from '#worker/domains/identity/schemas.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { readPeople, signOutPerson } from './list-people.ts'
import { requestRole } from './request-role.ts'

const AccountParam = z.strictObject({ accountId: accountId.openapi({ param: { name: 'accountId', in: 'path' } }) })
const Person = z
  .object({
    id: accountId,
    name: z.string(),
    email: z.string(),
    role: PlatformRoleSchema,
    isDisabled: z.boolean(),
    isSelf: z.boolean(),
    sessions: z.number().int().openapi({ description: 'Devices they are signed in on.' }),
    lastSeenAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .openapi('PlatformPerson')
const reason = z.string().trim().min(3).max(500)
const Asked = z.object({ id: z.string() }).openapi('RoleRequested', { example: { id: 'apv_01JD0000000000000000000000' } })
const asked = json(Asked, 'The approval that a second admin decides.')
const problems = {
  no_such_person: [404, 'Nobody has a confirmed account with this address. They sign up first, then you give them a role.'],
  own_role: [409, 'Nobody changes their own role or closes their own account here. Ask another admin.'],
  role_unchanged: [409, 'They have that role already.'],
  last_admin: [409, 'The marketplace needs an admin. Make somebody else one first.'],
  already_waiting: [409, 'This waits for an approval already.'],
} as const

export const peopleRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/people',
      operationId: 'listPeople',
      summary: 'Who works for the marketplace, and as what',
      tags: ['identity'],
      permission: 'people:manage',
      responses: { 200: json(z.object({ items: z.array(Person) }), 'By role and name, at most 500.') },
    }),
    async (c) => c.json(await readPeople(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/people',
      operationId: 'requestRoleFor',
      summary: 'Ask for a role of the marketplace for somebody who has an account',
      tags: ['identity'],
      permission: 'people:manage',
      request: {
        body: body(
          z
            .strictObject({ email: Email, role: PlatformRoleSchema, reason })
            .openapi('NewPerson', { example: { email: 'jo@stoa.example', role: 'support_rep', reason: 'Joins the support team' } }),
        ),
      },
      responses: { 202: asked },
      problems,
    }),
    async (c) => {
      const { email, ...input } = c.req.valid('json')
      return c.json(await requestRole(c.var.ctx, { ...input, who: { email } }), 202)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/people/{accountId}/role',
      operationId: 'requestRoleChange',
      summary: 'Ask for another role for somebody, or for none',
      tags: ['identity'],
      permission: 'people:manage',
      request: {
        params: AccountParam,
        body: body(
          z
            .strictObject({ role: PlatformRoleSchema.nullable(), reason })
            .openapi('RoleChange', { example: { role: 'platform_finance', reason: 'Takes over the payouts' } }),
        ),
      },
      responses: { 202: asked },
      problems,
    }),
    async (c) => c.json(await requestRole(c.var.ctx, { ...c.req.valid('json'), who: c.req.valid('param') }), 202),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/people/{accountId}/sign-out',
      operationId: 'signOutPerson',
      summary: 'Sign somebody out everywhere',
      tags: ['identity'],
      permission: 'people:manage',
      request: { params: AccountParam },
      responses: {
        200: json(z.object({ ended: z.number().int() }).openapi('PersonSignedOut'), 'Every token of theirs is refused from now on.'),
      },
      problems: { not_found: [404, 'There is no such account.'] },
    }),
    async (c) => c.json(await signOutPerson(c.var.ctx, c.req.valid('param').accountId), 200),
  )
