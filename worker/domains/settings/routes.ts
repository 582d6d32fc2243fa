import { z } from '@hono/zod-openapi'
import type { Ctx } from '#worker/domains/ctx.ts'
import { body, json, route } from '#worker/edge/route.ts'
import { newRouter } from '#worker/edge/router.ts'
import { FLAG_KEYS } from '#worker/pure/flags.ts'
import { SETTING_GROUPS, SETTING_KEYS } from '#worker/pure/settings.ts'
import { changeFlag, readFlags } from './change-flag.ts'
import { changeSetting, readSettingHistory, readSettings, restoreSetting } from './change-setting.ts'

const time = z.iso.datetime().nullable()
const version = z.number().int().min(0)
const reason = z.string().trim().min(3).max(500)
const changes = { version, changedBy: z.string().nullable(), changedAt: time, reason: z.string().nullable() }

const Setting = z
  .object({
    key: z.enum(SETTING_KEYS),
    group: z.enum(SETTING_GROUPS),
    value: z.unknown(),
    initial: z.unknown(),
    isChanged: z.boolean(),
    ...changes,
  })
  .openapi('PlatformSetting')
const Version = z
  .object({
    version,
    value: z.unknown(),
    isDefault: z.boolean(),
    reason: z.string(),
    changedBy: z.string(),
    at: z.iso.datetime(),
  })
  .openapi('SettingVersion')
const NewValue = z
  .strictObject({ value: z.unknown(), reason, version })
  .openapi('NewSettingValue', { example: { value: 7, reason: 'Longer grace in December', version: 0 } })
const Restore = z
  .strictObject({ from: z.number().int().min(1), reason, version })
  .openapi('RestoreSetting', { example: { from: 1, reason: 'Back to last year', version: 2 } })

const Rule = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('off') }),
    z.strictObject({ state: z.literal('on') }),
    z.strictObject({ state: z.literal('percent'), shareBps: z.number().int().min(0).max(10_000) }),
    z.strictObject({
      state: z.literal('list'),
      vendorIds: z.array(z.string()).max(500),
      planKeys: z.array(z.string()).max(20),
    }),
  ])
  .openapi('FlagRule', { example: { state: 'percent', shareBps: 2500 } })
const Flag = z
  .object({
    key: z.enum(FLAG_KEYS),
    owner: z.string(),
    lastDay: z.string(),
    isOverdue: z.boolean(),
    rule: Rule,
    initial: Rule,
    ...changes,
  })
  .openapi('FeatureFlag', {
    example: {
      key: 'yearly_plans', owner: 'billing', lastDay: '2027-06-30', isOverdue: false, rule: { state: 'percent', shareBps: 2500 }, initial: { state: 'on' },
      version: 1, changedBy: 'acc_01JD0000000000000000000000', changedAt: '2026-11-21T09:30:00.000Z', reason: 'A quarter of stores first',
    },
  }) // biome-ignore format: an example
const NewRule = z
  .strictObject({ rule: Rule, reason, version })
  .openapi('NewFlagRule', { example: { rule: { state: 'percent', shareBps: 2500 }, reason: 'A quarter of stores first', version: 0 } })

const KeyParam = z.strictObject({ settingKey: z.enum(SETTING_KEYS) })
const FlagParam = z.strictObject({ flagKey: z.enum(FLAG_KEYS) })
const CHANGED = { changed_meanwhile: [412, 'The setting was changed by somebody else since you read it.'] } as const

export const settingsRoutes = newRouter<Ctx>()
  .openapi(
    route({
      method: 'get',
      path: '/admin/settings',
      operationId: 'listSettings',
      summary: 'Every setting of the marketplace, as it is and as it would be by default',
      tags: ['settings'],
      permission: 'platform:finance',
      responses: { 200: json(z.object({ items: z.array(Setting) }), 'Amounts per currency are in minor units; null = no limit.') },
    }),
    async (c) => c.json({ items: await readSettings(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/settings/{settingKey}/versions',
      operationId: 'listSettingVersions',
      summary: 'What a setting was, who changed it and why',
      tags: ['settings'],
      permission: 'platform:finance',
      request: { params: KeyParam },
      responses: { 200: json(z.object({ items: z.array(Version) }), 'The newest first.') },
    }),
    async (c) => c.json({ items: await readSettingHistory(c.var.ctx, c.req.valid('param').settingKey) }, 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/settings/{settingKey}',
      operationId: 'changeSetting',
      summary: 'Give a setting another value; null is its default again',
      tags: ['settings'],
      permission: 'platform:settings',
      request: { params: KeyParam, body: body(NewValue) },
      responses: { 200: json(Setting, 'Holds everywhere within 15 seconds.') },
      problems: CHANGED,
    }),
    async (c) => {
      const { value, ...rest } = c.req.valid('json')
      return c.json(await changeSetting(c.var.ctx, c.req.valid('param').settingKey, { value: value ?? null, ...rest }), 200)
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/admin/settings/{settingKey}/restore',
      operationId: 'restoreSetting',
      summary: 'Go back to what a setting was',
      tags: ['settings'],
      permission: 'platform:settings',
      request: { params: KeyParam, body: body(Restore) },
      responses: { 200: json(Setting, 'Holds everywhere within 15 seconds.') },
      problems: { ...CHANGED, not_found: [404, 'There is no such version of this setting.'] },
    }),
    async (c) => {
      const { from, reason: why, version: of } = c.req.valid('json')
      return c.json(await restoreSetting(c.var.ctx, c.req.valid('param').settingKey, from, why, of), 200)
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/admin/flags',
      operationId: 'listFlags',
      summary: 'Every feature flag the code knows, with its rule',
      tags: ['settings'],
      permission: 'platform:operate',
      responses: { 200: json(z.object({ items: z.array(Flag) }), 'A flag past its last day is to be taken out of the code.') },
    }),
    async (c) => c.json({ items: await readFlags(c.var.ctx) }, 200),
  )
  .openapi(
    route({
      method: 'put',
      path: '/admin/flags/{flagKey}',
      operationId: 'changeFlag',
      summary: 'Give a feature flag another rule',
      tags: ['settings'],
      permission: 'platform:operate',
      request: { params: FlagParam, body: body(NewRule) },
      responses: { 200: json(Flag, 'Holds everywhere within 15 seconds.') },
      problems: CHANGED,
    }),
    async (c) => c.json(await changeFlag(c.var.ctx, c.req.valid('param').flagKey, c.req.valid('json')), 200),
  )
