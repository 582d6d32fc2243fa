import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { accountId, Email, invitationId, VendorRoleSchema } from '#worker/domains/identity/schemas.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf, vendorOf } from '#worker/edge/tenant.ts'
import { changeMemberRole, removeMember } from './change-member-role.ts'
import { inviteMember, withdrawInvitation } from './invite-member.ts'
import { readTeam } from './read-team.ts'

const Member = z
  .object({ accountId, name: z.string(), email: z.string(), role: VendorRoleSchema, since: z.iso.datetime() })
  .openapi('VendorMember')
const Invitation = z
  .object({ id: invitationId, email: z.string(), role: VendorRoleSchema, expiresAt: z.iso.datetime() })
  .openapi('VendorInvitation')
const NewInvitation = z
  .strictObject({ email: Email, role: VendorRoleSchema })
  .openapi('NewVendorInvitation', { example: { email: 'mia@kiln.example', role: 'vendor_fulfilment' } })
const RoleChange = z.strictObject({ role: VendorRoleSchema }).openapi('VendorRoleChange', { example: { role: 'vendor_manager' } })

const MemberParam = z.strictObject({ accountId: accountId.openapi({ param: { name: 'accountId', in: 'path' } }) })
const InvitationParam = z.strictObject({ invitationId: invitationId.openapi({ param: { name: 'invitationId', in: 'path' } }) })
const last_owner = [409, 'A store needs an owner. Make somebody else an owner first.'] as const

export const teamRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/vendor/members',
      operationId: 'listMembers',
      summary: 'Who works for the store, and who is invited',
      tags: ['identity'],
      permission: 'vendor:members',
      responses: { 200: json(z.object({ members: z.array(Member), invitations: z.array(Invitation) }).openapi('VendorTeam'), 'The team.') },
    }),
    async (c) => c.json(await readTeam(c.var.ctx, vendorOf(c.var.ctx)), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/members',
      operationId: 'inviteMember',
      summary: 'Invite an address to the team',
      tags: ['identity'],
      permission: 'vendor:members',
      request: { body: body(NewInvitation) },
      responses: { 202: json(Invitation, 'The invitation is in the mail, whether or not the address has an account.') },
      problems: {
        too_many_mails: [429, 'This address got several mails already. Try again in an hour.'],
        plan_limit_reached: [409, 'The plan Free allows 5 people in the team. The plan Pro allows more.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const by = { vendorId: vendorOf(c.var.ctx), accountId: accountOf(c.var.ctx) }
      return c.json(await inviteMember(c.var.ctx, by, c.req.valid('json')), 202)
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/vendor/invitations/{invitationId}',
      operationId: 'withdrawInvitation',
      summary: 'Take an invitation back',
      tags: ['identity'],
      permission: 'vendor:members',
      request: { params: InvitationParam },
      responses: { 204: empty('Withdrawn.') },
      problems: { not_found: [404, 'There is no such invitation.'] },
    }),
    async (c) => {
      await withdrawInvitation(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').invitationId)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/vendor/members/{accountId}',
      operationId: 'changeMemberRole',
      summary: 'Give a member another role',
      tags: ['identity'],
      permission: 'vendor:members',
      request: { params: MemberParam, body: body(RoleChange) },
      responses: {
        200: json(z.object({ accountId, role: VendorRoleSchema }).openapi('VendorMemberRole'), 'Counts from their next request on.'),
      },
      problems: { not_found: [404, 'There is no such member.'], last_owner },
    }),
    async (c) =>
      c.json(await changeMemberRole(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').accountId, c.req.valid('json').role), 200),
  )
  .openapi(
    route({
      method: 'delete',
      path: '/vendor/members/{accountId}',
      operationId: 'removeMember',
      summary: 'Take a member off the team',
      tags: ['identity'],
      permission: 'vendor:members',
      request: { params: MemberParam },
      responses: { 204: empty('Their access has ended.') },
      problems: { not_found: [404, 'There is no such member.'], last_owner },
    }),
    async (c) => {
      await removeMember(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').accountId)
      return c.body(null, 204)
    },
  )
