import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { adjustable, requestAdjustment } from '../adjust-balance.ts'
import { showHold } from '../hold.ts'
import { holdVendor, liftVendorHold } from '../hold-vendor.ts'
import { readVendorPurse } from '../read-runs.ts'
import * as s from '../schemas.ts'
import { readPolicy, readTermsOf, setPolicy, setTerms } from '../set-terms.ts'

const ofVendor = z.object({ vendorId: s.vendorId })
const CHANGED = { changed_meanwhile: [412, 'Somebody else has changed it since.'] } as const

/** Terms, holds and corrections of vendors' balances, for the marketplace's own people. */
export const purseRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/payout-terms',
      operationId: 'readPayoutTerms',
      summary: 'When vendors are paid and what is kept back, unless a vendor has terms of its own',
      tags: ['payouts'],
      permission: 'platform:finance',
      responses: { 200: json(s.Terms, 'What is set, and what holds.') },
    }),
    async (c) => c.json(await readTermsOf(c.var.ctx, 'platform'), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/payout-terms',
      operationId: 'setPayoutTerms',
      summary: 'Change when vendors are paid and what is kept back',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { body: body(s.NewTerms) },
      responses: { 200: json(s.Terms, 'What is set, and what holds.') },
      problems: { ...CHANGED },
    }),
    async (c) => c.json(await setTerms(c.var.ctx, 'platform', c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/payout-policy',
      operationId: 'readPayoutPolicy',
      summary: 'What payout runs may do by themselves, and what vendors may choose',
      tags: ['payouts'],
      permission: 'platform:finance',
      responses: { 200: json(s.Policy, 'The policy.') },
    }),
    async (c) => c.json(await readPolicy(c.var.ctx), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/payout-policy',
      operationId: 'setPayoutPolicy',
      summary: 'Change what payout runs may do by themselves, and what vendors may choose',
      tags: ['payouts'],
      permission: 'platform:rates',
      request: { body: body(s.NewPolicy) },
      responses: { 200: json(s.Policy, 'The policy.') },
      problems: { ...CHANGED },
    }),
    async (c) => c.json(await setPolicy(c.var.ctx, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/vendors/{vendorId}/money',
      operationId: 'readVendorPurse',
      summary: 'A vendor’s balances, terms, holds and corrections',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofVendor },
      responses: { 200: json(s.Purse, 'As they stand now.') },
    }),
    async (c) => c.json(await readVendorPurse(c.var.ctx, c.req.valid('param').vendorId), 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/vendors/{vendorId}/payout-terms',
      operationId: 'setVendorPayoutTerms',
      summary: 'Give a vendor payout terms of its own',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofVendor, body: body(s.NewTerms) },
      responses: { 200: json(s.Terms, 'What is set, and what holds.') },
      problems: { ...CHANGED },
    }),
    async (c) => {
      const { vendorId } = c.req.valid('param')
      await adjustable(c.var.ctx, vendorId)
      return c.json(await setTerms(c.var.ctx, vendorId, c.req.valid('json')), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/vendors/{vendorId}/holds',
      operationId: 'holdVendorMoney',
      summary: 'Keep an amount of a vendor’s money back, or stop all its payouts',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofVendor, body: body(s.NewHold) },
      responses: { 201: json(s.Hold, 'The hold.') },
      idempotent: true,
    }),
    async (c) => c.json(showHold(await holdVendor(c.var.ctx, c.req.valid('param').vendorId, c.req.valid('json'))), 201),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/payout-holds/{holdId}/lift',
      operationId: 'liftPayoutHold',
      summary: 'Lift a hold: what it holds is available again',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: z.object({ holdId: s.holdId }), body: body(s.LiftHold) },
      responses: { 200: json(s.Hold, 'The hold, lifted.') },
    }),
    async (c) => c.json(showHold(await liftVendorHold(c.var.ctx, c.req.valid('param').holdId, c.req.valid('json').reason)), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/vendors/{vendorId}/adjustments',
      operationId: 'adjustVendorBalance',
      summary: 'Ask for a correction of a vendor’s balance; a second person decides',
      tags: ['payouts'],
      permission: 'platform:finance',
      request: { params: ofVendor, body: body(s.NewAdjustment) },
      responses: { 202: json(s.Requested, 'It waits for a second person.') },
      problems: { already_waiting: [409, 'Another request waits for a decision about the same.'] },
      idempotent: true,
    }),
    async (c) => {
      const { vendorId } = c.req.valid('param')
      return c.json(await requestAdjustment(c.var.ctx, { ...c.req.valid('json'), vendorId }), 202)
    },
  )
