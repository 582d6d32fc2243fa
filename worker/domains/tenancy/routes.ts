import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { AddressSchema } from '#worker/domains/identity/addresses/address-schema.ts'
import { body, empty, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { accountOf, vendorOf } from '#worker/edge/tenant.ts'
import { requireVersion, versionTag } from '#worker/edge/version.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { VENDOR_STATUSES } from '#worker/pure/vendor-status.ts'
import { vendorAdminRoutes } from './admin/routes.ts'
import { checkAddress } from './check-address.ts'
import { addDomain, dropDomain, readDomains, verifyDomain } from './custom-domain.ts'
import { healthRoutes } from './health/routes.ts'
import { vendorLogoRoutes } from './logo/routes.ts'
import { registerVendor } from './register-vendor.ts'
import { requestReview } from './review-vendor.ts'
import { StoreSchema, vendorIdSchema } from './schemas.ts'
import { changeStore, readStore } from './storefront.ts'
import { SLUG } from './vendor.ts'

const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'A colour like #1f4d3a.')
const Theme = z.strictObject({ primary: colour, accent: colour }).openapi('Theme', { example: { primary: '#1f4d3a', accent: '#d9822b' } })

const Registration = z
  .strictObject({
    slug: z.string().regex(SLUG, '3 to 40 lower-case letters, digits and inner dashes.'),
    name: z.string().trim().min(2).max(80),
    country: z.string().regex(/^[A-Z]{2}$/, 'A country code like US.'),
    currency: z.enum(CURRENCIES),
    supportEmail: z.email().max(254),
  })
  .openapi('VendorRegistration', {
    example: { slug: 'kiln-and-clay', name: 'Kiln & Clay', country: 'US', currency: 'USD', supportEmail: 'hello@kiln.example' },
  })

const Registered = z
  .object({ id: vendorIdSchema, slug: z.string(), name: z.string(), status: z.enum(VENDOR_STATUSES) })
  .openapi('RegisteredVendor')

const StoreChange = z
  .strictObject({
    name: z.string().trim().min(2).max(80),
    supportEmail: z.email().max(254),
    tagline: z.string().trim().max(140),
    about: z.string().trim().max(4000),
    policies: z.string().trim().max(8000),
    theme: Theme,
    shipFrom: AddressSchema,
  })
  .partial()
  .openapi('StoreChange', { example: { tagline: 'Stoneware for every day', theme: { primary: '#1f4d3a', accent: '#d9822b' } } })

const Domain = z.object({ host: z.string(), isVerified: z.boolean(), record: z.string(), challenge: z.string() }).openapi('Domain')
const HostParam = z.strictObject({ host: z.string().toLowerCase().min(4).max(253) })

export { logoRoutes } from './logo/routes.ts'

export const tenancyRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'post',
      path: '/vendors',
      operationId: 'registerVendor',
      summary: 'Open a store',
      tags: ['tenancy'],
      permission: 'vendor:register',
      request: { body: body(Registration) },
      responses: { 202: json(Registered, 'The store is being set up; read /vendor until it is active.') },
      problems: {
        slug_taken: [409, 'The store address "kiln-and-clay" is taken.'],
        registration_closed: [403, 'We do not take new stores at the moment. Try again later.'],
        currency_not_offered: [409, 'New stores cannot trade in KWD at the moment.'],
        email_not_verified: [403, 'Confirm your e-mail address first; we sent you a link.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const { id, slug, name, status } = await registerVendor(c.var.ctx, accountOf(c.var.ctx), c.req.valid('json'))
      return c.json({ id, slug, name, status }, 202)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendors/addresses/{slug}',
      operationId: 'checkStoreAddress',
      summary: 'Whether a store could be opened under an address',
      tags: ['tenancy'],
      permission: 'vendor:register',
      request: { params: z.strictObject({ slug: z.string().min(1).max(80) }) },
      responses: {
        200: json(z.object({ slug: z.string(), isFree: z.boolean() }).openapi('StoreAddress'), 'As of now; opening the store decides.'),
      },
    }),
    async (c) => c.json(await checkAddress(c.var.ctx, c.req.valid('param').slug), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor',
      operationId: 'readStore',
      summary: 'The store of the token',
      tags: ['tenancy'],
      permission: 'vendor:read',
      responses: { 200: json(StoreSchema, 'The store; its ETag is needed to change it.') },
      problems: { not_found: [404, 'There is no such store.'] },
    }),
    async (c) => {
      const store = await readStore(c.var.ctx, vendorOf(c.var.ctx))
      return c.json(store, 200, { etag: versionTag(store.version) })
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/vendor',
      operationId: 'changeStore',
      summary: 'Change the look and contact of the store, and where its parcels leave from',
      tags: ['tenancy'],
      permission: 'vendor:settings',
      request: { body: body(StoreChange) },
      responses: { 200: json(StoreSchema, 'The store as it is now.') },
      problems: {
        changed_meanwhile: [412, 'The store was changed by somebody else since you read it.'],
        if_match_required: [428, 'Send If-Match.'],
      },
    }),
    async (c) => {
      const change = Object.fromEntries(Object.entries(c.req.valid('json')).filter(([, value]) => value !== undefined))
      const store = await changeStore(c.var.ctx, vendorOf(c.var.ctx), requireVersion(c.req.header('if-match')), change)
      return c.json(store, 200, { etag: versionTag(store.version) })
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/review-requests',
      operationId: 'requestReview',
      summary: 'Ask for another look at a store that was declined',
      tags: ['tenancy'],
      permission: 'vendor:settings',
      responses: { 202: json(StoreSchema, 'The store waits for a look; it is told what came of it.') },
      problems: {
        wrong_vendor_status: [409, 'A store that is active cannot become in review by this.'],
        still_provisioning: [409, 'This store is still being set up. Try again in a moment.'],
        changed_meanwhile: [412, 'The store was changed by somebody else since you read it.'],
      },
    }),
    async (c) => c.json(await requestReview(c.var.ctx, vendorOf(c.var.ctx)), 202),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/domains',
      operationId: 'listDomains',
      summary: 'Host names of the store',
      tags: ['tenancy'],
      permission: 'vendor:read',
      responses: { 200: json(z.object({ items: z.array(Domain) }), 'Claimed host names, verified or not.') },
    }),
    async (c) => c.json({ items: await readDomains(c.var.ctx, vendorOf(c.var.ctx)) }, 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/domains',
      operationId: 'addDomain',
      summary: 'Claim a host name',
      tags: ['tenancy'],
      permission: 'vendor:settings',
      request: {
        body: body(
          z
            .strictObject({ host: z.string().toLowerCase().max(253) })
            .openapi('DomainClaim', { example: { host: 'shop.kiln.example.com' } }),
        ),
      },
      responses: { 201: json(Domain, 'The TXT record to add.') },
      problems: {
        plan_limit_reached: [409, 'The plan Free allows 1 domain of your own. The plan Pro allows more.'],
        domain_taken: [409, 'Another store uses this host name.'],
        invalid_domain: [422, 'This is not a host name you can use.'],
      },
    }),
    async (c) => c.json(await addDomain(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('json').host), 201),
  )
  .openapi(
    route({
      method: 'post',
      path: '/vendor/domains/{host}/verify',
      operationId: 'verifyDomain',
      summary: 'Prove control of a host name',
      tags: ['tenancy'],
      permission: 'vendor:settings',
      request: { params: HostParam },
      responses: { 200: json(Domain, 'The host resolves to the store from now on.') },
      problems: { domain_unproven: [409, 'Add a TXT record _stoa.shop.kiln.example.com …'], not_found: [404, 'There is no such domain.'] },
    }),
    async (c) => c.json(await verifyDomain(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').host), 200),
  )
  .openapi(
    route({
      method: 'delete',
      path: '/vendor/domains/{host}',
      operationId: 'removeDomain',
      summary: 'Give a host name up',
      tags: ['tenancy'],
      permission: 'vendor:settings',
      request: { params: HostParam },
      responses: { 204: empty('Gone.') },
    }),
    async (c) => {
      await dropDomain(c.var.ctx, vendorOf(c.var.ctx), c.req.valid('param').host)
      return c.body(null, 204)
    },
  )
  .route('/', vendorLogoRoutes)
  .route('/', vendorAdminRoutes)
  .route('/', healthRoutes)
