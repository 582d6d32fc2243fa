import { StatementRefused } from './hrana-errors.ts'
import type { Stmt } from './protocol.ts'
import { decodeValue, type EngineValue } from './value-codec.ts'

const NONE: readonly EngineValue[] = []

/**
 * Lays the arguments of a statement out by position.
 * @param params names of the statement's parameters, see {@link ScannedStatement}
 * @throws StatementRefused ARGS_INVALID for too many or a missing one, ARGS_BOTH_POSITIONAL_AND_NAMED when mixed.
 */
export function bindArguments(stmt: Stmt, params: readonly (string | null)[]): readonly EngineValue[] {
  const args = stmt.args ?? []
  const named = stmt.named_args ?? []
  if (args.length > 0 && named.length > 0) {
    throw new StatementRefused('ARGS_BOTH_POSITIONAL_AND_NAMED', 'Specifying both positional and named arguments is not supported')
  }
  const byName = new Map(named.map((arg) => [arg.name, decodeValue(arg.value)] as const))
  const given = args.length + byName.size
  if (given > params.length) throw invalid(`too many parameters, expected ${params.length} found ${given}`)
  if (params.length === 0) return NONE
  const positional = args.map(decodeValue)
  return params.map((name, index) => {
    const value =
      name === null || name.startsWith('?') ? positional[positionOf(name, index)] : (byName.get(name) ?? byName.get(name.slice(1)))
    if (value === undefined && !byName.has(name ?? '')) throw invalid(`value for parameter ${name ?? index + 1} not found`)
    return value ?? null
  })
}

function positionOf(name: string | null, index: number): number {
  return name === null ? index : Number(name.slice(1)) - 1
}

function invalid(reason: string): StatementRefused {
  return new StatementRefused('ARGS_INVALID', `Arguments do not match SQL parameters: ${reason}`)
}
