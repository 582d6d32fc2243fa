import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { vendorOf } from '#worker/edge/tenant.ts'
import { explainCommission, readVendorCommission } from './explain-commission.ts'
import { readCommissionTaxes, readRule, readRules, setCommissionTax } from './read-rules.ts'
import { viewRule } from './rule.ts'
import { saveChange } from './save-change.ts'
import * as s from './schemas.ts'
import { continueSimulation, findSimulation, simulateChange } from './simulate-change.ts'
import { viewSimulation } from './view-simulation.ts'

const reason = z.string().trim().min(3).max(500)
const RuleParam = z.strictObject({ ruleId: s.ruleId })
const SimulationParam = z.strictObject({ simulationId: s.simulationId })
const amount = z.coerce.number().int().min(0).max(1_000_000_000)
const Sample = {
  productId: s.productId.optional(),
  country: s.country.optional(),
  currency: s.currency.optional(),
  unitPriceMinor: amount.optional(),
  quantity: z.coerce.number().int().min(1).max(10_000).optional(),
  shippingMinor: amount.optional(),
}
const NoSimulation = { not_found: [404, 'There is no such simulation.'] } as const

export const commissionsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/commission-rules',
      operationId: 'listCommissionRules',
      summary: 'What the platform keeps of sales: rules in force, planned and ended, the narrowest first',
      tags: ['commissions'],
      permission: 'platform:finance',
      request: { query: z.strictObject({}) },
      responses: { 200: json(z.object({ items: z.array(s.NotedRule) }), 'Every rule there ever was.') },
    }),
    async (c) => c.json({ items: await readRules(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/commission-rules/explain',
      operationId: 'explainCommission',
      summary: 'What would be kept of a sale, and why: every rule and how it lost',
      tags: ['commissions'],
      permission: 'platform:finance',
      request: {
        query: z.strictObject({ vendorId: s.vendorId, categoryId: s.categoryId.optional(), ...Sample, at: z.iso.datetime().optional() }),
      },
      responses: { 200: json(s.Explanation, 'Goods and delivery, each with its rule and charges.') },
      problems: { not_found: [404, 'There is no such vendor.'] },
    }),
    async (c) => {
      const { at, ...sale } = c.req.valid('query')
      return c.json(await explainCommission(c.var.ctx, { ...sale, atMs: at === undefined ? undefined : Date.parse(at) }), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/commission-rules/{ruleId}',
      operationId: 'getCommissionRule',
      summary: 'One commission rule',
      tags: ['commissions'],
      permission: 'platform:finance',
      request: { params: RuleParam },
      responses: { 200: json(s.NotedRule, 'The rule, with who made it and why.') },
      problems: { not_found: [404, 'There is no such commission rule.'] },
    }),
    async (c) => c.json(await readRule(c.var.ctx, c.req.valid('param').ruleId), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/commission-rules/simulate',
      operationId: 'simulateCommissionChange',
      summary: 'Replay a change of rules on placed orders before it is made',
      tags: ['commissions'],
      permission: 'platform:rates',
      request: {
        body: body(
          z
            .strictObject({ change: s.Change, from: z.iso.datetime().optional(), to: z.iso.datetime().optional() })
            .openapi('CommissionChange', {
              example: { change: { kind: 'end', ruleId: 'cmr_01JD0000000000000000000000' } },
            }),
        ),
      },
      responses: { 201: json(s.Simulation, 'The simulation, done or well on its way: up to two thousand orders a call.') },
      problems: {
        not_found: [404, 'There is no such commission rule.'],
        rule_ended: [409, 'This rule has ended. Make a new one.'],
        rate_starts_in_past: [409, 'A rule starts now or later.'],
      },
      idempotent: true,
    }),
    async (c) => {
      const { change, from, to } = c.req.valid('json')
      const range = { fromMs: from === undefined ? undefined : Date.parse(from), toMs: to === undefined ? undefined : Date.parse(to) }
      const wanted =
        change.kind === 'end'
          ? { ...change, endsAtMs: change.endsAt === undefined ? undefined : Date.parse(change.endsAt) }
          : { ...change, rule: s.draftOf(change.rule) }
      return c.json(viewSimulation(await simulateChange(c.var.ctx, wanted, range), c.var.ctx.now()), 201)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/commission-simulations/{simulationId}',
      operationId: 'getCommissionSimulation',
      summary: 'How far a simulation is, and what it has found',
      tags: ['commissions'],
      permission: 'platform:rates',
      request: { params: SimulationParam },
      responses: { 200: json(s.Simulation, 'The simulation.') },
      problems: NoSimulation,
    }),
    async (c) => c.json(viewSimulation(await findSimulation(c.var.ctx, c.req.valid('param').simulationId), c.var.ctx.now()), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/commission-simulations/{simulationId}/continue',
      operationId: 'continueCommissionSimulation',
      summary: 'Replay the next orders of a simulation',
      tags: ['commissions'],
      permission: 'platform:rates',
      request: { params: SimulationParam },
      responses: { 200: json(s.Simulation, 'The simulation as it is now.') },
      problems: NoSimulation,
    }),
    async (c) => c.json(viewSimulation(await continueSimulation(c.var.ctx, c.req.valid('param').simulationId), c.var.ctx.now()), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/commission-rules',
      operationId: 'saveCommissionChange',
      summary: 'Make a change of rules that was simulated',
      tags: ['commissions'],
      permission: 'platform:rates',
      request: {
        body: body(
          z.strictObject({ simulationId: s.simulationId, reason }).openapi('SavedCommissionChange', {
            example: { simulationId: 'csm_01JD0000000000000000000000', reason: 'Agreed with the category team' },
          }),
        ),
      },
      responses: { 201: json(s.Rule, 'The rule that starts, or the one that ends; orders that were placed keep their commission.') },
      problems: {
        not_found: [404, 'There is no such simulation.'],
        simulation_unfinished: [409, 'Not all orders have been replayed yet.'],
        simulation_stale: [409, 'Rules were changed since this was simulated. Simulate it again.'],
      },
      idempotent: true,
    }),
    async (c) => c.json(viewRule(await saveChange(c.var.ctx, c.req.valid('json')), c.var.ctx.now()), 201),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/commission-taxes',
      operationId: 'listCommissionTaxes',
      summary: 'Tax on commission, by the vendor’s country',
      tags: ['commissions'],
      permission: 'platform:finance',
      request: { query: z.strictObject({}) },
      responses: { 200: json(z.object({ items: z.array(s.CommissionTax) }), 'Where we owe it, and the number we are registered under.') },
    }),
    async (c) => c.json({ items: await readCommissionTaxes(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/commission-taxes',
      operationId: 'setCommissionTax',
      summary: 'Set the tax on commission of vendors of a country from now on',
      tags: ['commissions'],
      permission: 'platform:rates',
      request: {
        body: body(
          z
            .strictObject({
              country: s.country,
              rateBps: z.number().int().min(0).max(5000),
              registration: z.string().trim().max(60).default(''),
              reason,
            })
            .openapi('NewCommissionTax', {
              example: { country: 'DE', rateBps: 1900, registration: 'DE815309721', reason: 'Registered in Germany' },
            }),
        ),
      },
      responses: { 200: json(s.CommissionTax, 'Set; a rate of 0 takes it away.') },
    }),
    async (c) => c.json(await setCommissionTax(c.var.ctx, c.req.valid('json')), 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/vendor/commission',
      operationId: 'getVendorCommission',
      summary: 'What the store pays, and why, with a sample sale',
      tags: ['commissions'],
      permission: 'finance:read',
      request: { query: z.strictObject(Sample) },
      responses: { 200: json(s.VendorCommission, 'Its rules, what it sold this month, and a sale worked out.') },
      problems: { not_found: [404, 'There is no such product.'] },
    }),
    async (c) => c.json(await readVendorCommission(c.var.ctx, { ...c.req.valid('query'), vendorId: vendorOf(c.var.ctx) }), 200),
  )
