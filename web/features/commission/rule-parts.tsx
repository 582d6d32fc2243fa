import { m } from '#messages'
import type { CommissionComponent } from '#worker/pure/commission-rule.ts'
import { componentName, componentTexts, type Names, type PlainRule, scopeTexts } from './commission-words.ts'

/** What a rule charges: its components, a line each. */
export function RuleParts({ components }: { components: readonly CommissionComponent[] }) {
  return (
    <ul className="grid gap-1">
      {components.map((component) => (
        <li key={component.name}>
          <span className="font-medium">{componentName(component.name)}</span>
          <span className="text-soft"> · {componentTexts(component).join(', ')}</span>
        </li>
      ))}
    </ul>
  )
}

/** Whom a rule applies to, what counts most first. */
export function RuleScope({ rule, names }: { rule: Pick<PlainRule, 'scope'>; names: Names }) {
  const texts = scopeTexts(rule, names)
  if (texts.length === 0) return <span className="text-soft">{m.commission_everything()}</span>
  return (
    <span className="flex flex-wrap gap-1.5">
      {texts.map((text) => (
        <span key={text} className="rounded-pill border border-line bg-paper px-2 py-0.5 text-fine font-medium sm:whitespace-nowrap">
          {text}
        </span>
      ))}
    </span>
  )
}
