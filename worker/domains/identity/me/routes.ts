import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { listSessions } from '#worker/domains/identity/list-sessions.ts'
import { readProfile } from '#worker/domains/identity/read-profile.ts'
import { requestEmailChange } from '#worker/domains/identity/request-email-change.ts'
import { revokeOtherSessions, revokeSession } from '#worker/domains/identity/revoke-session.ts'
import {
  accountId,
  Email,
  LinkToken,
  Locale,
  Name,
  Password,
  PlatformRoleSchema,
  sessionId,
  VendorRoleSchema,
  vendorId,
} from '#worker/domains/identity/schemas.ts'
import { acceptInvitation } from '#worker/domains/identity/team/accept-invitation.ts'
import { updateProfile } from '#worker/domains/identity/update-profile.ts'
import { SignInRequired } from '#worker/edge/authorise.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf } from '#worker/edge/tenant.ts'
import { requireVersion, versionTag } from '#worker/edge/version.ts'
import { VENDOR_STATUSES } from '#worker/pure/vendor-status.ts'

const Membership = z.object({
  vendorId,
  slug: z.string(),
  name: z.string(),
  status: z.enum(VENDOR_STATUSES),
  role: VendorRoleSchema,
})
const Profile = z
  .object({
    id: accountId,
    email: z.string(),
    name: z.string(),
    locale: z.string(),
    platformRole: PlatformRoleSchema.nullable(),
    isEmailVerified: z.boolean(),
    memberships: z.array(Membership),
    version: z.number().int(),
  })
  .openapi('Profile')
const ProfileChange = z
  .strictObject({ name: Name.optional(), locale: Locale.optional() })
  .refine((change) => change.name !== undefined || change.locale !== undefined, 'Name something to change.')
  .openapi('ProfileChange', { example: { name: 'Ada Byron' } })
const EmailChange = z
  .strictObject({ newEmail: Email, password: Password })
  .openapi('EmailChange', { example: { newEmail: 'ada@new.example', password: 'thunder violin mosaic' } })
const Session = z
  .object({
    id: sessionId,
    userAgent: z.string(),
    ip: z.string(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    isCurrent: z.boolean(),
  })
  .openapi('Session')
const SessionParam = z.strictObject({ sessionId: sessionId.openapi({ param: { name: 'sessionId', in: 'path' } }) })
const IfMatch = z.object({ 'if-match': z.string().optional() })

function callerOf({ principal }: Ctx) {
  if (principal.kind !== 'account') throw new SignInRequired()
  return principal
}

const Invitation = z
  .strictObject({ token: LinkToken })
  .openapi('InvitationToken', { example: { token: 'mtk_01JD0000000000000000000000.kX3v' } })

export const meRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/me',
      operationId: 'readProfile',
      summary: 'Your account, and the stores you work for',
      tags: ['identity'],
      permission: 'account:self',
      responses: { 200: json(Profile, 'The profile; its ETag is what a change needs.') },
    }),
    async (c) => {
      const profile = await readProfile(c.var.ctx, accountOf(c.var.ctx))
      return c.json(profile, 200, { etag: versionTag(profile.version) })
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/me',
      operationId: 'updateProfile',
      summary: 'Change name or language',
      tags: ['identity'],
      permission: 'account:self',
      request: { headers: IfMatch, body: body(ProfileChange) },
      responses: { 200: json(Profile, 'Changed.') },
      problems: {
        if_match_required: [428, 'Send If-Match with the ETag you read, so that nobody else’s change is lost.'],
        changed_meanwhile: [412, 'The profile was changed by somebody else since you read it.'],
      },
    }),
    async (c) => {
      const version = requireVersion(c.req.header('if-match'))
      const profile = await updateProfile(c.var.ctx, accountOf(c.var.ctx), version, c.req.valid('json'))
      return c.json(profile, 200, { etag: versionTag(profile.version) })
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/me/email-change',
      operationId: 'requestEmailChange',
      summary: 'Ask to move to another address',
      description: 'A link goes to the new address, a notice to the old one. The answer is the same if the new one is taken.',
      tags: ['identity'],
      permission: 'account:self',
      request: { body: body(EmailChange) },
      responses: { 202: empty('There is mail at the new address.') },
      problems: {
        wrong_password: [403, 'This is not your current password.'],
        too_many_guesses: [429, 'Too many wrong passwords for this address. Wait, or set a new password by mail.'],
      },
    }),
    async (c) => {
      await requestEmailChange(c.var.ctx, accountOf(c.var.ctx), c.req.valid('json'))
      return c.body(null, 202)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/me/sessions',
      operationId: 'listSessions',
      summary: 'The devices you are signed in on',
      tags: ['identity'],
      permission: 'account:self',
      responses: { 200: json(z.object({ items: z.array(Session) }).openapi('Sessions'), 'The last used first.') },
    }),
    async (c) => {
      const caller = callerOf(c.var.ctx)
      return c.json(await listSessions(c.var.ctx, caller.accountId, caller.sessionId), 200)
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/me/sessions/{sessionId}',
      operationId: 'revokeSession',
      summary: 'Sign one device out',
      tags: ['identity'],
      permission: 'account:self',
      request: { params: SessionParam },
      responses: { 204: empty('Its tokens are refused from now on.') },
      problems: { not_found: [404, 'There is no such session.'] },
    }),
    async (c) => {
      await revokeSession(c.var.ctx, accountOf(c.var.ctx), c.req.valid('param').sessionId)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/me/sessions',
      operationId: 'revokeOtherSessions',
      summary: 'Sign every other device out',
      tags: ['identity'],
      permission: 'account:self',
      responses: { 200: json(z.object({ ended: z.number().int() }).openapi('EndedSessions'), 'How many ended.') },
    }),
    async (c) => {
      const caller = callerOf(c.var.ctx)
      return c.json(await revokeOtherSessions(c.var.ctx, caller.accountId, caller.sessionId), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/me/invitations/accept',
      operationId: 'acceptInvitation',
      summary: 'Join the team you were invited to',
      tags: ['identity'],
      permission: 'account:self',
      request: { body: body(Invitation) },
      responses: { 200: json(z.object({ vendorId, role: VendorRoleSchema }).openapi('JoinedTeam'), 'Ask for a vendor token next.') },
      problems: { link_dead: [410, 'This link no longer works. Ask for a new one.'] },
    }),
    async (c) => c.json(await acceptInvitation(c.var.ctx, callerOf(c.var.ctx), c.req.valid('json').token), 200),
  )
