import type { CommissionComponent, CommissionRule, RuleScope } from '#worker/pure/commission-rule.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { FieldError } from '#worker/pure/problem.ts'

/** A rule as somebody writes it; `startsAtMs` undefined: from when it is saved. */
export type RuleDraft = Omit<RuleScope, 'categoryPath'> & {
  name: string
  priority: number
  startsAtMs?: number | undefined
  endsAtMs: number | null
  components: CommissionComponent[]
}

/** What is wrong with a draft beyond its shape, each with where; none: it can be a rule. */
export function draftErrors(draft: RuleDraft, nowMs: number): FieldError[] {
  const errors: FieldError[] = []
  const say = (pointer: string, detail: string) => errors.push({ pointer, detail })
  if (draft.endsAtMs !== null && draft.endsAtMs <= (draft.startsAtMs ?? nowMs)) say('/rule/endsAt', 'A rule ends after it starts.')
  const names = draft.components.map(({ name }) => name)
  for (const [index, component] of draft.components.entries()) {
    const at = `/rule/components/${index}`
    if (names.indexOf(component.name) !== index) say(`${at}/name`, 'A name is used once in a rule.')
    if (component.base !== 'items' && (draft.productId !== null || draft.categoryId !== null))
      say(`${at}/base`, 'A delivery has no product or category: a rule of one cannot charge it.')
    if (component.base === 'shipping' && component.fixedPer === 'item') say(`${at}/fixedPer`, 'A delivery has no items.')
    for (const [currency, floorMinor] of Object.entries(component.floor) as [Currency, number][]) {
      const capMinor = component.cap[currency]
      if (capMinor !== undefined && capMinor < floorMinor) say(`${at}/cap`, `The most is less than the least in ${currency}.`)
    }
    for (const [tier, { from }] of component.tiers.entries())
      if (Object.keys(from).length === 0) say(`${at}/tiers/${tier}/from`, 'A tier begins at an amount in at least one currency.')
  }
  return errors
}

/** A draft as the rule it will be. */
export function ruleOf(draft: RuleDraft, id: CommissionRule['id'], categoryPath: string | null, startsAtMs: number): CommissionRule {
  return { ...draft, id, categoryPath, startsAtMs }
}
