import fc from 'fast-check'
import { bodySchema, type Operation, type Route, resolve, type Schema } from '#tests/support/operations.ts'

/** A request to be, before somebody sends it. `body` is the exact text. */
export type WildRequest = {
  route: Route
  path: string
  headers: Record<string, string>
  body: string | undefined
  /** Whether a caller who may call it does. */
  isAllowed: boolean
}

const TEXTS = [
  '', ' ', '\u0000', '\u0000abc', '💥'.repeat(50), 'a'.repeat(5_000), '\ud800', 'ﬃ', 'İ', '‮abc', 'e\u0301', "' or 1=1 --", '"; drop table vendor; --', '%', '%00', '%2e%2e%2f',
  '../../../etc/passwd', '<script>alert(1)</script>', '{{7*7}}', '#{7*7}', 'null', 'undefined', 'NaN', 'true', '[object Object]', '__proto__', 'constructor', '1e309', '-0',
  'http://169.254.169.254/', 'a@b.c', '2026-13-45', '\n', '\r\nx: y', '*', '"', '\\', '*:*', 'a AND', 'NEAR(', 'ven_', 'ven_01JD0000000000000000000000', 'ord_ZZZZZZZZZZZZZZZZZZZZZZZZZZ',
] // biome-ignore format: a list
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  2,
  99,
  100,
  101,
  1.5,
  -1.5,
  0.1 + 0.2,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 53),
  2 ** 63,
  1e21,
  1e308,
  5e-324,
]

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
)
const number = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], { a: { b: { c: [null] } } }),
  fc.array(fc.oneof(text, number), { maxLength: 4 }),
  fc.dictionary(fc.constantFrom('id', 'slug', '__proto__', 'length', 'toString', ''), fc.oneof(text, number), { maxKeys: 3 }),
)

/** Values that mostly fit the schema, at its edges, and now and then do not. @param known ids that exist, by their prefix */
function fitting(given: Schema, known: ReadonlyMap<string, string>, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolve(given)
  if (depth > 5) return fc.constant(null)
  const fit = fittingExactly(schema, known, depth)
  return fc.oneof({ weight: 7, arbitrary: fit }, { weight: depth === 0 ? 1 : 2, arbitrary: anything })
}

function fittingExactly(schema: Schema, known: ReadonlyMap<string, string>, depth: number): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => fitting(choice, known, depth + 1)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  const types = [schema.type ?? []].flat()
  if (types.includes('object') || schema.properties) return fittingObject(schema, known, depth)
  if (types.includes('array')) {
    const item = fitting(schema.items ?? {}, known, depth + 1)
    const { minItems = 0, maxItems = 3 } = schema
    return fc.oneof(
      { weight: 6, arbitrary: fc.array(item, { minLength: minItems, maxLength: minItems + 2 }) },
      fc.array(item, { minLength: Math.min(maxItems + 1, 210), maxLength: 210 }),
    )
  }
  if (types.includes('integer') || types.includes('number')) {
    const edges = [schema.minimum, schema.maximum].flatMap((edge) => (edge === undefined ? [] : [edge, edge - 1, edge + 1]))
    return edges.length > 0
      ? fc.oneof(fc.constantFrom(...edges), fc.constantFrom(1, 2, 5), number)
      : fc.oneof(fc.constantFrom(1, 2, 500), number)
  }
  if (types.includes('boolean')) return fc.boolean()
  if (types.includes('string')) return fittingString(schema, known)
  return anything
}

function fittingString(schema: Schema, known: ReadonlyMap<string, string>): fc.Arbitrary<unknown> {
  const example = typeof schema.example === 'string' ? schema.example : undefined
  const options: fc.Arbitrary<unknown>[] = [text]
  const own = example === undefined ? undefined : known.get(example.slice(0, 4))
  if (own !== undefined) options.push(fc.constant(own), fc.constant(own))
  if (example !== undefined) options.push(fc.constant(example))
  if (schema.format === 'email') options.push(fc.constant('somebody@example.com'), fc.emailAddress())
  if (schema.pattern !== undefined && !/\(\?[=!<]/.test(schema.pattern) && schema.pattern.length < 120)
    options.push(fc.stringMatching(new RegExp(schema.pattern), { size: 'small' }))
  for (const length of [schema.minLength, schema.maxLength])
    if (length !== undefined) options.push(fc.constantFrom('x'.repeat(length), 'é'.repeat(length), 'x'.repeat(length + 1)))
  return fc.oneof(...options)
}

function fittingObject(schema: Schema, known: ReadonlyMap<string, string>, depth: number): fc.Arbitrary<unknown> {
  const shape = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, fitting(inner, known, depth + 1)]))
  const whole = fc.record(shape, { requiredKeys: schema.required ?? [] })
  const options: fc.Arbitrary<unknown>[] = [whole, whole]
  if (typeof schema.additionalProperties === 'object')
    options.push(
      fc.dictionary(fc.oneof(text, fc.constantFrom(...known.values())), fitting(schema.additionalProperties, known, depth + 1), {
        maxKeys: 3,
      }),
    )
  if (schema.example !== undefined) options.push(fc.constant(schema.example))
  return fc.oneof(...options)
}

const DEEP = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`
/** Texts that are no JSON, or that JSON's own grammar lets through and nobody expects. */
const BODIES = [
  '',
  '{',
  '[',
  'null',
  '"x"',
  '0',
  '[]',
  '{"a":NaN}',
  '{"quantity":1e999}',
  '{"quantity":-0}',
  '\u0000',
  DEEP,
  `[${'['.repeat(20_000)}`,
  `{"title":"${'x'.repeat(1_100_000)}"}`,
  '{"title":"\\ud800"}',
  '{"a":1,"a":2}',
]

const HEADERS: Record<string, fc.Arbitrary<string>> = {
  'if-match': fc.constantFrom('"1"', '"2"', '*', 'W/"1"', '"-1"', '"99999999999999999999"', 'x'),
  'idempotency-key': fc.oneof(fc.constantFrom('short', 'k'.repeat(128), 'k'.repeat(129), 'key with space', '12345678'), fc.uuid()),
  cookie: fc.constantFrom(
    '__Host-stoa_cart=x',
    '__Host-stoa_cart=crt_01JD0000000000000000000000.y',
    '__Host-stoa_shop=a.b.c',
    '=;=;',
    '__proto__=1',
  ),
  accept: fc.constantFrom('*/*', 'text/html', 'x'),
  origin: fc.constantFrom('null', 'https://evil.example'),
  'content-length': fc.constant('5'),
  'x-forwarded-for': fc.constantFrom('1.2.3.4', "' or 1=1"),
}

/** A request to one route: its path, query, headers and body, each somewhere between right and absurd. */
export function arbitraryRequest(route: Route, params: Readonly<Record<string, string>>): fc.Arbitrary<WildRequest> {
  const known = new Map(Object.values(params).map((value) => [value.slice(0, 4), value]))
  const { operation } = route
  return fc.record({
    route: fc.constant(route),
    path: pathOf(route, params, known),
    headers: headersOf(operation),
    body: bodyOf(operation, known),
    isAllowed: fc.oneof({ weight: 12, arbitrary: fc.constant(true) }, fc.constant(false)),
  })
}

const encode = (value: unknown) => encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed())

function pathOf(
  { path, operation }: Route,
  params: Readonly<Record<string, string>>,
  known: ReadonlyMap<string, string>,
): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const values = fc.record(
    Object.fromEntries(
      names.map((name) => [
        name,
        fc.oneof(
          { weight: 4, arbitrary: fc.constant(params[name] ?? 'x') },
          text.map((value) => value || 'x'),
        ),
      ]),
    ),
  )
  const queries = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
  const query = fc.record(Object.fromEntries(queries.map(({ name, schema }) => [name, fc.oneof(fitting(schema ?? {}, known), text)])), {
    requiredKeys: queries.filter(({ required }) => required).map(({ name }) => name),
  })
  return fc.tuple(values, query).map(([filled, asked]) => {
    const search = Object.entries(asked).map(([name, value]) => `${name}=${encode(value)}`)
    return path.replace(/\{(\w+)\}/g, (_, name: string) => encode(filled[name])) + (search.length > 0 ? `?${search.join('&')}` : '')
  })
}

function headersOf(operation: Operation): fc.Arbitrary<Record<string, string>> {
  const sparse = fc.record(HEADERS, { requiredKeys: [] })
  const few = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, sparse)
  const types = fc.oneof(
    { weight: 20, arbitrary: fc.constant('application/json') },
    fc.constantFrom(
      'application/json; charset=utf-16',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/problem+json',
      'x',
      ...Object.keys(operation.requestBody?.content ?? {}),
    ),
  )
  return fc.tuple(few, types, fc.integer({ min: 0, max: 9 })).map(([extra, type, chance]) => ({
    'if-match': '"1"',
    ...extra,
    ...(operation.requestBody === undefined && chance > 0 ? {} : { 'content-type': type }),
  }))
}

function bodyOf(operation: Operation, known: ReadonlyMap<string, string>): fc.Arbitrary<string | undefined> {
  const schema = bodySchema(operation)
  const wild = fc.oneof(
    fc.constantFrom(...BODIES),
    anything.map((value) => JSON.stringify(value)),
  )
  if (!schema) return fc.oneof({ weight: operation.requestBody ? 1 : 12, arbitrary: fc.constant(undefined) }, wild)
  return fc.oneof(
    { weight: 10, arbitrary: fittingExactly(schema, known, 0).map((value) => JSON.stringify(value)) },
    wild,
    fc.constant(undefined),
  )
}
