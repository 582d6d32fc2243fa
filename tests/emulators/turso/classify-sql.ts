import type { ScannedStatement } from './scan-sql.ts'

/** `unsupported` is what the hosted server refuses to parse at all. */
export type StatementKind = 'read' | 'write' | 'schema' | 'begin' | 'end' | 'savepoint' | 'explain' | 'unsupported'

export type StatementClass = {
  readonly kind: StatementKind
  /** An INSERT, UPDATE or DELETE: only these report a count of affected rows. */
  readonly changesRows: boolean
  /** Only an INSERT reports a last rowid. */
  readonly inserts: boolean
  /** It changes the connection itself, which must then not be handed to another stream. */
  readonly taints: boolean
}

const PRAGMAS_READ = words(
  'table_list index_list table_info table_xinfo index_xinfo index_info pragma_list compile_options database_list function_list module_list encoding',
)
const PRAGMAS_ALLOWED = words(
  'defer_foreign_keys foreign_keys foreign_key_list foreign_key_check collation_list data_version freelist_count integrity_check legacy_file_format page_count quick_check stats user_version',
)
const PRAGMAS_WITHOUT_VALUE = words(
  'analysis_limit application_id auto_vacuum automatic_index busy_timeout cache_size cache_spill cell_size_check checkpoint_fullfsync fullfsync hard_heap_limit journal_mode journal_size_limit legacy_alter_table locking_mode max_page_count mmap_size page_size query_only read_uncommitted recursive_triggers reverse_unordered_selects schema_version secure_delete soft_heap_limit synchronous temp_store threads trusted_schema wal_autocheckpoint',
)
const VERBS = words('SELECT VALUES INSERT REPLACE UPDATE DELETE')

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

/** Sorts a statement the way the hosted server does before it runs anything. */
export function classifySql(statement: ScannedStatement): StatementClass {
  const first = statement.words[0] ?? ''
  const verb = first === 'WITH' ? (statement.words.find((word) => VERBS.has(word)) ?? 'SELECT') : first
  const inserts = verb === 'INSERT' || verb === 'REPLACE'
  const changesRows = inserts || verb === 'UPDATE' || verb === 'DELETE'
  return { kind: kindOf(verb, statement), changesRows, inserts, taints: verb === 'PRAGMA' && setsPragma(statement.text) }
}

function kindOf(verb: string, statement: ScannedStatement): StatementKind {
  switch (verb) {
    case 'SELECT':
    case 'VALUES':
      return 'read'
    case 'INSERT':
    case 'REPLACE':
    case 'UPDATE':
    case 'DELETE':
    case 'ANALYZE':
    case 'REINDEX':
      return 'write'
    case 'CREATE':
      return statement.words[1] === 'TEMP' || statement.words[1] === 'TEMPORARY' ? 'unsupported' : 'schema'
    case 'DROP':
    case 'ALTER':
      return 'schema'
    case 'BEGIN':
      return 'begin'
    case 'COMMIT':
    case 'END':
      return 'end'
    case 'ROLLBACK':
      return statement.words.includes('TO') ? 'savepoint' : 'end'
    case 'SAVEPOINT':
    case 'RELEASE':
      return 'savepoint'
    case 'EXPLAIN':
      return 'explain'
    case 'PRAGMA':
      return pragmaKind(statement.text)
    case 'ATTACH':
    case 'DETACH':
    case 'VACUUM':
      return 'unsupported'
    default:
      // Not a statement at all: the engine names the syntax error better than we could.
      return 'write'
  }
}

const PRAGMA = /^\s*pragma\s+(?:\w+\s*\.\s*)?["'`[]?(\w+)["'`\]]?\s*([=(])?/i

function pragmaKind(text: string): StatementKind {
  const name = PRAGMA.exec(text)?.[1]?.toLowerCase() ?? ''
  if (PRAGMAS_READ.has(name)) return 'read'
  if (PRAGMAS_ALLOWED.has(name)) return 'write'
  if (PRAGMAS_WITHOUT_VALUE.has(name) && !setsPragma(text)) return 'write'
  return 'unsupported'
}

function setsPragma(text: string): boolean {
  return PRAGMA.exec(text)?.[2] !== undefined
}
