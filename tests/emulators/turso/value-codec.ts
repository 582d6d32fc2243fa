import { ProtocolViolation } from './hrana-errors.ts'
import type { Value } from './protocol.ts'

/** What the engine binds and, with safe integers on, returns: an integer is always a bigint, a number is always a float. */
export type EngineValue = null | bigint | number | string | Uint8Array

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n
const INTEGER = /^[+-]?\d{1,20}$/

/** @throws ProtocolViolation (400) for a value that is not of the protocol, or an integer beyond 64 bits. */
export function decodeValue(value: Value): EngineValue {
  switch (value?.type) {
    case 'null':
      return null
    case 'integer':
      return decodeInteger(value.value)
    case 'float':
      if (typeof value.value !== 'number') throw unreadable('invalid type for a float, expected a number')
      return value.value
    case 'text':
      if (typeof value.value !== 'string') throw unreadable('invalid type for a text, expected a string')
      return value.value
    case 'blob':
      if (typeof value.base64 !== 'string') throw unreadable('invalid type for a blob, expected a base64 string')
      return Buffer.from(value.base64, 'base64')
    default:
      throw new ProtocolViolation('Value type not recognized')
  }
}

function decodeInteger(text: unknown): bigint {
  if (typeof text !== 'string' || !INTEGER.test(text)) throw unreadable('invalid integer, expected a string of digits')
  const integer = BigInt(text)
  if (integer < INT64_MIN || integer > INT64_MAX) throw unreadable('number too large to fit in target type')
  return integer
}

export function unreadable(reason: string): ProtocolViolation {
  return new ProtocolViolation(`Cannot deserialize client message from JSON: ${reason}`)
}

/** Blobs travel as base64 without padding, as the server sends them. */
export function encodeValue(value: EngineValue): Value {
  if (value === null) return { type: 'null' }
  switch (typeof value) {
    case 'bigint':
      return { type: 'integer', value: value.toString() }
    case 'number':
      return { type: 'float', value }
    case 'string':
      return { type: 'text', value }
    default:
      return { type: 'blob', base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64').replace(/=+$/, '') }
  }
}
