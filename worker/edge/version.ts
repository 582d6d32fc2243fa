import { Problem } from '#worker/pure/problem.ts'

/** The ETag of a record's version. */
export const versionTag = (version: number): string => `"${version}"`

/**
 * The version a change was made against, from `If-Match`.
 * @throws Problem 428 `if_match_required` without one, 412 for one that is no version of ours
 */
export function requireVersion(ifMatch: string | undefined): number {
  if (ifMatch === undefined)
    throw new Problem('if_match_required', 428, 'Send If-Match with the ETag you read, so that nobody else’s change is lost.')
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(ifMatch.trim())?.[1]
  if (version === undefined) throw new Problem('changed_meanwhile', 412, 'The If-Match is not an ETag of ours.')
  return Number(version)
}
