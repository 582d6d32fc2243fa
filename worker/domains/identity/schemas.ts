import { z } from '@hono/zod-openapi'
import { type Id, isId } from '#worker/pure/ids.ts'
import { ROLES, SURFACES, type Surface } from '#worker/pure/permissions.ts'

/** Schemas that several routes of this domain share. */
const idOf = <K extends 'account' | 'session' | 'vendor' | 'mailToken'>(kind: K, example: string) =>
  z.custom<Id<K>>((value) => typeof value === 'string' && isId(kind, value), `The id of a ${kind}.`).openapi({ type: 'string', example })

export const accountId = idOf('account', 'acc_01JD0000000000000000000000')
export const sessionId = idOf('session', 'ses_01JD0000000000000000000000')
export const vendorId = idOf('vendor', 'ven_01JD0000000000000000000000')
export const invitationId = idOf('mailToken', 'mtk_01JD0000000000000000000000')

export const Email = z.email().max(254)
/** No rules here: a password to check is taken as it is; `pure/password-rules.ts` judges a chosen one. */
export const Password = z.string().min(1).max(1024).openapi({ format: 'password' })
export const LinkToken = z.string().max(200).openapi({ example: 'mtk_01JD0000000000000000000000.xyz' })
export const Name = z.string().trim().min(1).max(120)
export const Locale = z.string().regex(/^[a-z]{2}(?:-[A-Z]{2})?$/, 'A language like en or en-GB.')

export const VendorRoleSchema = z.enum(['vendor_owner', 'vendor_manager', 'vendor_fulfilment', 'vendor_analyst', 'vendor_support'])
export const PlatformRoleSchema = z.enum(['platform_admin', 'platform_finance', 'platform_moderator', 'support_rep'])
const RoleSchema = z.enum(ROLES).exclude(['anonymous'])

const vendorGoesWithVendor = [
  ({ surface, vendorId: vendor }: { surface: Surface; vendorId?: Id<'vendor'> | undefined }) =>
    (surface === 'vendor') === (vendor !== undefined),
  { message: 'The vendor surface needs a vendorId, the others have none.', path: ['vendorId'] as string[] },
] as const

/** Which surface a token is wanted for; the vendor surface needs the vendor. */
export const SurfaceChoice = z
  .strictObject({ surface: z.enum(SURFACES), vendorId: vendorId.optional() })
  .refine(...vendorGoesWithVendor)
  .openapi('SurfaceChoice', { example: { surface: 'vendor', vendorId: 'ven_01JD0000000000000000000000' } })

export const AccessSchema = z
  .object({
    accessToken: z.string(),
    expiresAt: z.iso.datetime(),
    surface: z.enum(SURFACES),
    vendorId: vendorId.nullable().openapi({ type: ['string', 'null'] }),
    role: RoleSchema,
  })
  .openapi('Access')

export const SignedInSchema = AccessSchema.extend({
  /** Only with `delivery: body`; a browser gets it as an httpOnly cookie. */
  refreshToken: z.string().optional(),
  account: z.object({ id: accountId, email: z.string(), name: z.string(), locale: z.string() }),
}).openapi('SignedIn')

export const Delivery = z.enum(['cookie', 'body']).default('cookie')

export const SignUp = z
  .strictObject({ email: Email, password: Password, name: Name, locale: Locale.default('en') })
  .openapi('SignUp', { example: { email: 'ada@buyer.example', password: 'thunder violin mosaic', name: 'Ada Byron', locale: 'en' } })

export const Credentials = z
  .strictObject({ email: Email, password: Password, delivery: Delivery })
  .openapi('Credentials', { example: { email: 'ada@buyer.example', password: 'thunder violin mosaic', delivery: 'cookie' } })

const RefreshTokenText = z.string().max(300)
export const Refresh = z
  .strictObject({ refreshToken: RefreshTokenText.optional(), surface: z.enum(SURFACES).default('shop'), vendorId: vendorId.optional() })
  .refine(...vendorGoesWithVendor)
  .openapi('Refresh', { example: { surface: 'shop' } })

export const LogOut = z.strictObject({ refreshToken: RefreshTokenText.optional() }).openapi('LogOut', { example: {} })

export const NewPassword = z.strictObject({ token: LinkToken, password: Password, delivery: Delivery }).openapi('NewPassword', {
  example: { token: 'mtk_01JD0000000000000000000000.xyz', password: 'thunder violin mosaic', delivery: 'cookie' },
})

export const PasswordChange = z.strictObject({ password: Password, newPassword: Password, delivery: Delivery }).openapi('PasswordChange', {
  example: { password: 'thunder violin mosaic', newPassword: 'lantern pickle gravel', delivery: 'cookie' },
})
