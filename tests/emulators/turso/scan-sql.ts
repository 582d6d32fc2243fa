/** One statement of an SQL text: where it is, the words that classify it, and the parameters it binds. */
export type ScannedStatement = {
  readonly text: string
  /** Upper-cased bare words at parenthesis depth 0, in order: enough to classify any statement, however many WITH clauses it opens with. */
  readonly words: readonly string[]
  /** Name of parameter i+1 with its prefix; null for `?` and for a number that is skipped. */
  readonly params: readonly (string | null)[]
}

/** Blanks and comments | quoted text | parameter | word | number | any other character. */
const TOKEN =
  /(\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(\?\d*|[:@#$][A-Za-z0-9_$\u0080-\uffff]+(?:::[A-Za-z0-9_$]+)*)|([A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*)|(\d[\w.]*)|([\s\S])/g
const WORDS_MAX = 4_096

/**
 * Splits an SQL text into its statements, as the engine would: semicolons inside quotes, comments and trigger bodies do not
 * split. The engine's own binding neither lists parameters nor splits, and crashes the process on a missing named one.
 */
export function scanSql(sql: string): ScannedStatement[] {
  const found: ScannedStatement[] = []
  let open = startStatement(0)
  for (const token of sql.matchAll(TOKEN)) {
    if (token[1] !== undefined) continue
    const end = token.index + token[0].length
    if (token[6] === ';' && open.bodyDepth === 0) {
      if (!open.empty) found.push(closeStatement(open, sql, token.index))
      open = startStatement(end)
      continue
    }
    if (open.empty) open.from = token.index
    open.empty = false
    if (token[3] !== undefined) addParameter(open, token[3])
    else if (token[4] !== undefined) addWord(open, token[4].toUpperCase())
    else if (token[6] === '(') open.parens += 1
    else if (token[6] === ')') open.parens -= 1
  }
  if (!open.empty) found.push(closeStatement(open, sql, sql.length))
  return found
}

type OpenStatement = {
  from: number
  empty: boolean
  parens: number
  bodyDepth: number
  isTrigger: boolean
  words: string[]
  params: (string | null)[]
}

function startStatement(from: number): OpenStatement {
  return { from, empty: true, parens: 0, bodyDepth: 0, isTrigger: false, words: [], params: [] }
}

function closeStatement(open: OpenStatement, sql: string, end: number): ScannedStatement {
  return { text: sql.slice(open.from, end).trimEnd(), words: open.words, params: open.params }
}

function addWord(open: OpenStatement, word: string): void {
  if (open.parens === 0 && open.words.length < WORDS_MAX) open.words.push(word)
  if (word === 'TRIGGER' && open.words[0] === 'CREATE' && open.words.length <= 3) open.isTrigger = true
  if (!open.isTrigger) return
  if (word === 'BEGIN' || word === 'CASE') open.bodyDepth += 1
  if (word === 'END') open.bodyDepth -= 1
}

/** `?` takes the next number, `?NNN` its own, a name the number of its first use: SQLite's rule. */
function addParameter(open: OpenStatement, token: string): void {
  if (token === '?') {
    open.params.push(null)
    return
  }
  if (token.startsWith('?')) {
    const position = Math.min(Number(token.slice(1)), 32_766)
    while (open.params.length < position) open.params.push(null)
    if (position > 0) open.params[position - 1] = token
    return
  }
  if (!open.params.includes(token)) open.params.push(token)
}
