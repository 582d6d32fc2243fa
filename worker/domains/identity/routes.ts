import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Ctx } from '#worker/domains/ctx.ts'
import { accessCookie, SignInRequired } from '#worker/edge/authorise.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf } from '#worker/edge/tenant.ts'
import { SURFACES } from '#worker/pure/permissions.ts'
import type { EdgeEnv } from '#worker/pure/request-context.ts'
import { SECOND_MS } from '#worker/pure/time.ts'
import { SESSION_IDLE_MS, SessionEnded } from './account.ts'
import { addressRoutes } from './addresses/routes.ts'
import { accountAdminRoutes } from './admin/routes.ts'
import { changePassword } from './change-password.ts'
import { confirmEmailChange } from './confirm-email-change.ts'
import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'
import { meRoutes } from './me/routes.ts'
import type { Access, SignedIn } from './open-session.ts'
import { peopleRoutes } from './people/routes.ts'
import { refreshSession } from './refresh-session.ts'
import { register } from './register.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { requestVerification } from './request-verification.ts'
import { resetPassword } from './reset-password.ts'
import {
  AccessSchema,
  Credentials,
  Email,
  LinkToken,
  LogOut,
  NewPassword,
  PasswordChange,
  Refresh,
  SignedInSchema,
  SignUp,
  SurfaceChoice,
} from './schemas.ts'
import { switchSurface } from './switch-surface.ts'
import { teamRoutes } from './team/routes.ts'
import { verifyEmail } from './verify-email.ts'

type At = Context<EdgeEnv<Ctx>>

/** `__Host-`: only over TLS, only this host, the whole host, and no other host can plant one. */
const REFRESH_COOKIE = '__Host-stoa_refresh'
const COOKIE = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

const deviceOf = (c: At) => ({ userAgent: c.req.header('user-agent') ?? '' })
const secondsUntil = (c: At, atMs: number) => Math.max(0, Math.floor((atMs - c.var.ctx.now()) / SECOND_MS))

function setAccess(c: At, { surface, accessToken, expiresAtMs }: Access): void {
  setCookie(c, accessCookie(surface), accessToken, { ...COOKIE, maxAge: secondsUntil(c, expiresAtMs) })
}

function accessBody({ accessToken, expiresAt, surface, vendorId, role }: Access) {
  return { accessToken, expiresAt, surface, vendorId, role }
}

/** The answer to whatever opened or went on with a session: tokens as cookies for browsers, in the body for programs. */
function signedInBody(c: At, session: SignedIn, delivery: 'cookie' | 'body') {
  const answer = { ...accessBody(session), account: session.account }
  if (delivery === 'body') return { ...answer, refreshToken: session.refreshToken }
  setAccess(c, session)
  const maxAge = Math.min(SESSION_IDLE_MS / SECOND_MS, secondsUntil(c, session.refreshExpiresAtMs))
  setCookie(c, REFRESH_COOKIE, session.refreshToken, { ...COOKIE, maxAge })
  return answer
}

function clearCookies(c: At): void {
  for (const name of [REFRESH_COOKIE, ...SURFACES.map(accessCookie)]) deleteCookie(c, name, COOKIE)
}

/** Who is signed in, and by which session. */
function callerOf({ principal }: Ctx) {
  if (principal.kind !== 'account') throw new SignInRequired()
  return { accountId: principal.accountId, sessionId: principal.sessionId }
}

const link_dead = [410, 'This link no longer works. Ask for a new one.'] as const
const too_many_guesses = [429, 'Too many wrong passwords for this address. Wait, or set a new password by mail.'] as const
const no_role_there = [403, 'You have no role there.'] as const
const Address = z.strictObject({ email: Email }).openapi('MailAddress', { example: { email: 'ada@buyer.example' } })
const Link = z.strictObject({ token: LinkToken }).openapi('LinkToken', { example: { token: 'mtk_01JD0000000000000000000000.kX3v' } })

const authRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/auth/register',
      operationId: 'register',
      summary: 'Open an account',
      description: 'A link that confirms the address is mailed. The answer is the same for an address that has an account.',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(SignUp) },
      responses: { 202: empty('There is mail.') },
    }),
    async (c) => {
      await register(c.var.ctx, c.req.valid('json'))
      return c.body(null, 202)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/verify-email',
      operationId: 'verifyEmail',
      summary: 'Confirm an address by the mailed link',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(Link) },
      responses: { 204: empty('Confirmed. Log-in works from now on.') },
      problems: { link_dead },
    }),
    async (c) => {
      await verifyEmail(c.var.ctx, c.req.valid('json').token)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/verify-email/resend',
      operationId: 'requestVerification',
      summary: 'Ask for the link that confirms an address once more',
      description: 'The answer is the same for an address without an account, and for one that is confirmed.',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(Address) },
      responses: { 202: empty('If an account with the address waits for it, there is mail.') },
    }),
    async (c) => {
      await requestVerification(c.var.ctx, c.req.valid('json').email)
      return c.body(null, 202)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/login',
      operationId: 'logIn',
      summary: 'Sign in',
      description: 'Opens a new session, for the shop. With `delivery: body` no cookie is set and the refresh token is in the body.',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(Credentials) },
      responses: { 200: json(SignedInSchema, 'Signed in.') },
      problems: {
        wrong_credentials: [401, 'The e-mail address or the password is wrong, or the address is not confirmed yet.'],
        too_many_guesses,
      },
    }),
    async (c) => {
      const { delivery, ...credentials } = c.req.valid('json')
      const session = await logIn(c.var.ctx, credentials, deviceOf(c), getCookie(c, REFRESH_COOKIE))
      return c.json(signedInBody(c, session, delivery), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/refresh',
      operationId: 'refreshSession',
      summary: 'A new access token for the refresh token',
      description:
        'Takes the refresh token from the cookie, or from the body and then answers in the body. Each works once; an older one that comes back ends the session.',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(Refresh) },
      responses: { 200: json(SignedInSchema, 'The next pair of tokens.') },
      problems: { session_ended: [401, 'This session has ended. Sign in again.'], no_role_there },
    }),
    async (c) => {
      const { refreshToken, surface, vendorId } = c.req.valid('json')
      const presented = refreshToken ?? getCookie(c, REFRESH_COOKIE)
      if (presented === undefined) throw new SessionEnded()
      const session = await refreshSession(c.var.ctx, presented, { surface, vendorId: vendorId ?? null })
      return c.json(signedInBody(c, session, refreshToken === undefined ? 'cookie' : 'body'), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/logout',
      operationId: 'logOut',
      summary: 'End this session',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(LogOut) },
      responses: { 204: empty('Signed out; every cookie of ours is gone.') },
    }),
    async (c) => {
      await logOut(c.var.ctx, c.req.valid('json').refreshToken ?? getCookie(c, REFRESH_COOKIE))
      clearCookies(c)
      return c.body(null, 204)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/surface',
      operationId: 'switchSurface',
      summary: 'An access token for another surface',
      tags: ['identity'],
      permission: 'account:self',
      request: { body: body(SurfaceChoice) },
      responses: { 200: json(AccessSchema, 'The token; browsers get it as a cookie too.') },
      problems: { no_role_there },
    }),
    async (c) => {
      const { surface, vendorId } = c.req.valid('json')
      const access = await switchSurface(c.var.ctx, callerOf(c.var.ctx), { surface, vendorId: vendorId ?? null })
      if (c.req.header('authorization') === undefined) setAccess(c, access)
      return c.json(accessBody(access), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/password-reset',
      operationId: 'requestPasswordReset',
      summary: 'Ask for a link to set a new password',
      description: 'The answer is the same for an address without an account. Works while log-in is blocked by wrong guesses.',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(Address) },
      responses: { 202: empty('If the address has an account, there is mail.') },
    }),
    async (c) => {
      await requestPasswordReset(c.var.ctx, c.req.valid('json').email)
      return c.body(null, 202)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/password-reset/confirm',
      operationId: 'resetPassword',
      summary: 'Set a new password by the mailed link',
      description: 'Ends every session, and signs in.',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(NewPassword) },
      responses: { 200: json(SignedInSchema, 'Signed in with the new password.') },
      problems: { link_dead },
    }),
    async (c) => {
      const { delivery, ...input } = c.req.valid('json')
      return c.json(signedInBody(c, await resetPassword(c.var.ctx, input, deviceOf(c)), delivery), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/auth/email-change/confirm',
      operationId: 'confirmEmailChange',
      summary: 'Move to the new address by the link mailed to it',
      tags: ['identity'],
      permission: 'public',
      request: { body: body(Link) },
      responses: { 200: json(z.object({ email: z.string() }).openapi('NewAddress'), 'Log-in is with this address from now on.') },
      problems: { link_dead, email_taken: [409, 'Another account uses this address.'] },
    }),
    async (c) => c.json(await confirmEmailChange(c.var.ctx, c.req.valid('json').token), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/me/password',
      operationId: 'changePassword',
      summary: 'Change the password',
      description: 'Every session ends, and a new one opens here.',
      tags: ['identity'],
      permission: 'account:self',
      request: { body: body(PasswordChange) },
      responses: { 200: json(SignedInSchema, 'Changed; the tokens are new.') },
      problems: { wrong_password: [403, 'This is not your current password.'], too_many_guesses },
    }),
    async (c) => {
      const { delivery, ...input } = c.req.valid('json')
      const session = await changePassword(c.var.ctx, accountOf(c.var.ctx), input, deviceOf(c))
      clearCookies(c)
      return c.json(signedInBody(c, session, delivery), 200)
    },
  )

export const identityRoutes = newRouter<Ctx>()
  .route('/', authRoutes)
  .route('/', meRoutes)
  .route('/', addressRoutes)
  .route('/', teamRoutes)
  .route('/', accountAdminRoutes)
  .route('/', peopleRoutes)

/** The public halves of the keys that sign access tokens, where other services look for them; mounted at the root. */
export const jwksRoutes = newRouter<Ctx>().openapi(
  route({
    method: 'get',
    path: '/.well-known/jwks.json',
    operationId: 'readKeys',
    summary: 'Public keys of the access tokens',
    tags: ['identity'],
    permission: 'public',
    responses: { 200: json(z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).openapi('KeySet'), 'A JSON Web Key Set.') },
  }),
  (c) => c.json(c.var.ctx.tokens.publicKeys(), 200, { 'cache-control': 'public, max-age=300' }),
)
