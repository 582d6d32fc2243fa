import { type CommissionComponent, percentOfGoods } from '#worker/pure/commission-rule.ts'

type Call = <T>(method: 'POST', path: string, body: unknown) => Promise<T>
type Draft = Record<string, unknown> & { components?: CommissionComponent[] }

export const EVERYBODY = { vendorId: null, planId: null, categoryId: null, productId: null, country: null, currency: null }

/** A draft of a rule in the words of the API. */
export function draft(scope: Partial<Record<keyof typeof EVERYBODY, string>>, components: CommissionComponent[], more: Draft = {}) {
  return { name: 'A rule', scope: { ...EVERYBODY, ...scope }, components, ...more }
}

/** Makes a change of rules as an admin does: simulated, then saved. */
export async function changeRules(call: Call, change: unknown, reason = 'Agreed with the team'): Promise<{ id: string }> {
  const { id } = await call<{ id: string }>('POST', '/admin/commission-rules/simulate', { change })
  return call('POST', '/admin/commission-rules', { simulationId: id, reason })
}

/** Sets the share of goods that the platform keeps of everybody. */
export const setDefaultRate = (call: Call, rateBps: number) =>
  changeRules(call, { kind: 'new', rule: draft({}, [percentOfGoods(rateBps)]) })
