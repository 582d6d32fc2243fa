import type { InferResponseType } from 'hono/client'
import { m } from '#messages'
import type { Tone } from '#web/ui/badge.tsx'
import type { ApiClient } from '#worker/client.ts'
import type { DecisionAction, ReportReason } from '#worker/pure/moderation.ts'
import type { Component, Grade } from '#worker/pure/vendor-health.ts'

type Admin = ApiClient['api']['v1']['admin']
type Vendor = ApiClient['api']['v1']['vendor']
export type Queue = InferResponseType<Admin['moderation']['items']['$get'], 200>
export type Item = Queue['items'][number]
export type Question = InferResponseType<Admin['moderation']['items'][':itemId']['$get'], 200>
export type Appeals = InferResponseType<Admin['appeals']['$get'], 200>
export type Rules = InferResponseType<Admin['moderation']['rules']['$get'], 200>
export type Standing = InferResponseType<Vendor['products'][':productId']['moderation']['$get'], 200>
export type Health = InferResponseType<Vendor['health']['$get'], 200>
export type Notes = InferResponseType<Admin['vendors'][':vendorId']['notes']['$get'], 200>
export type Buyers = InferResponseType<Admin['buyers']['$get'], 200>
export type Buyer = InferResponseType<Admin['buyers'][':accountId']['$get'], 200>
export type Categories = InferResponseType<Admin['categories']['$get'], 200>
export type CategoryNode = Categories['items'][number]

const REASONS: Record<ReportReason, () => string> = {
  illegal: m.trust_reason_illegal,
  dangerous: m.trust_reason_dangerous,
  counterfeit: m.trust_reason_counterfeit,
  offensive: m.trust_reason_offensive,
  misleading: m.trust_reason_misleading,
  wrong_category: m.trust_reason_wrong_category,
  spam: m.trust_reason_spam,
  other: m.trust_reason_other,
}
export const reasonText = (reason: ReportReason): string => REASONS[reason]()

const ACTIONS: Record<DecisionAction, () => string> = {
  keep: m.trust_action_keep,
  hide: m.trust_action_hide,
  take_down: m.trust_action_take_down,
  restore: m.trust_action_restore,
}
export const actionText = (action: DecisionAction): string => ACTIONS[action]()

const STATES: Record<Item['subject']['state'], [() => string, Tone]> = {
  shown: [m.trust_state_shown, 'good'],
  published: [m.trust_state_shown, 'good'],
  held: [m.trust_state_held, 'warn'],
  hidden: [m.trust_state_hidden, 'bad'],
  taken_down: [m.trust_state_taken_down, 'bad'],
}
export const stateText = (state: keyof typeof STATES): string => STATES[state][0]()
export const stateTone = (state: keyof typeof STATES): Tone => STATES[state][1]

const KINDS: Record<Item['kind'], () => string> = { report: m.trust_kind_report, hold: m.trust_kind_hold, recheck: m.trust_kind_recheck }
export const kindText = (kind: Item['kind']): string => KINDS[kind]()

const SEVERITIES: [() => string, Tone][] = [
  [m.trust_severity_low, 'plain'],
  [m.trust_severity_middle, 'warn'],
  [m.trust_severity_high, 'bad'],
]
export const severityText = (severity: number): string => SEVERITIES[severity - 1]?.[0]() ?? ''
export const severityTone = (severity: number): Tone => SEVERITIES[severity - 1]?.[1] ?? 'plain'

/** A JSON pointer as people say it: `/attributes/Material` is "Fact: Material". */
export function fieldText(pointer: string): string {
  const [, part = '', ...rest] = pointer.split('/').map((one) => one.replaceAll('~1', '/').replaceAll('~0', '~'))
  const FIELDS: Record<string, () => string> = {
    '': m.trust_field_all,
    title: m.trust_field_title,
    description: m.trust_field_description,
    text: m.trust_field_text,
    brand: m.trust_field_brand,
    categoryId: m.trust_field_category,
    options: m.trust_field_options,
    images: m.trust_field_images,
  }
  if (part === 'attributes') return m.trust_field_attribute({ name: rest.join('/') })
  return FIELDS[part]?.() ?? pointer
}

const GRADES: Record<Grade, [() => string, Tone]> = {
  good: [m.trust_grade_good, 'good'],
  at_risk: [m.trust_grade_at_risk, 'warn'],
  critical: [m.trust_grade_critical, 'bad'],
  new: [m.trust_grade_new, 'plain'],
}
export const gradeText = (grade: Grade): string => GRADES[grade][0]()
export const gradeTone = (grade: Grade): Tone => GRADES[grade][1]

const COMPONENTS: Record<Component, () => string> = {
  cancellations: m.trust_health_cancellations,
  late: m.trust_health_late,
  disputes: m.trust_health_disputes,
  rating: m.trust_health_rating,
}
export const componentText = (component: Component): string => COMPONENTS[component]()
