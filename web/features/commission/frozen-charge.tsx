import { m } from '#messages'
import { moneyText, rateText } from '#web/ui/format.ts'
import { TextLink } from '#web/ui/text-link.tsx'
import { componentName } from './commission-words.ts'

type Amount = { amountMinor: number; currency: string }
/** A part of a commission as it was frozen with an order. */
export type FrozenCharge = {
  component: string
  ruleId: string
  /** NULL: the rule from before there were any. */
  ruleName: string | null
  rateBps: number
  fixed: Amount
  base: Amount
  amount: Amount
  tax: Amount
}

/** How much was charged of what, and by which rule; `isLinked` for those who may see rules. */
export function FrozenChargeText({ charge, isLinked = false }: { charge: FrozenCharge; isLinked?: boolean }) {
  const { component, ruleId, rateBps, fixed, base, amount, tax } = charge
  const name = charge.ruleName ?? m.commission_built_in_name()
  const share = m.commission_frozen_share({ rate: rateText(rateBps), base: moneyText(base) })
  const parts = [
    ...(rateBps > 0 || fixed.amountMinor === 0 ? [share] : []),
    ...(fixed.amountMinor > 0 ? [m.commission_frozen_fixed({ amount: moneyText(fixed) })] : []),
    ...(tax.amountMinor > 0 ? [m.commission_frozen_tax({ amount: moneyText(tax) })] : []),
  ]
  return (
    <>
      {m.commission_frozen({ name: componentName(component), amount: moneyText(amount), how: parts.join(' + ') })}
      {' · '}
      {isLinked ? <TextLink to={`/admin/commission/${ruleId}`}>{name}</TextLink> : m.commission_frozen_rule({ name })}
    </>
  )
}
