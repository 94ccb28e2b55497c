import picomatch from 'picomatch'
import type { TagRule } from '../ports/forge-settings.ts'
import { appMode } from './app-mode.ts'
import { rulesets } from './check-branches.ts'
import type { DoctorFacts } from './doctor-facts.ts'
import { ok, unseen, warning, type DoctorFinding } from './finding.ts'

/** Tags as Stagecoach makes them, by folder: rules count when they would hold for any of which nobody has heard yet. */
const samples = {
  package: ['package/some-feature/1.0.0', 'package/another/0.0.0-20261123080000-0123456789ab'],
  release: [`release/${'0'.repeat(40)}`, `release/${'f'.repeat(40)}`],
}

/** Whether anybody may move or delete the tags of packages and releases. */
export function checkTags({ protectedTags, workflows }: DoctorFacts): DoctorFinding[] {
  const check = 'protected tags'
  if (!protectedTags.seen) return [unseen(check, `Rulesets cannot be seen: ${protectedTags.why}`)]
  const missing = Object.entries(samples)
    .filter(([folder, tags]) => !tags.every((tag) => protectedTags.value.some((rule) => keeps(rule, folder, tag))))
    .map(([folder]) => `${folder}/**/*`)
  if (missing.length === 0) return [ok(check, 'Tags of packages and releases are kept by a rule.')]
  const bypass = appMode(workflows) ? ' with your App as bypass for "Restrict creations"' : ''
  const names = missing.join(' and ')
  const why = `Nothing keeps people from moving or deleting the tags ${names}. Every read checks the digest, so a moved tag is refused; a deleted one is gone.`
  return [warning(check, why, `${rulesets} → a tag rule for ${names}: "Restrict updates", "Restrict deletions"${bypass}.`)]
}

/** One pattern of a ruleset counts for the tag, and none of its exceptions reaches into the same folder. */
function keeps({ include, exclude }: TagRule, folder: string, tag: string): boolean {
  return include.some((each) => matches(each, tag)) && !exclude.some((each) => reaches(each, folder))
}

function reaches(pattern: string, folder: string): boolean {
  const [first = ''] = plain(pattern).split('/')
  return pattern === '~ALL' || picomatch.isMatch(folder, first, literal)
}

/** As GitHub reads them: `*` stays within one part of the name, `**` crosses parts only before a slash, and there are no braces.
 *  Source: docs.github.com, "Creating rulesets for a repository", fnmatch syntax. */
function matches(pattern: string, tag: string): boolean {
  return pattern === '~ALL' || picomatch.isMatch(tag, plain(pattern).replace(/\*\*(?!\/)/g, '*'), literal)
}

const literal = { dot: true, nobrace: true, noextglob: true, nonegate: true }

function plain(pattern: string): string {
  return pattern.replace(/^refs\/tags\//, '')
}
